/// A word that people bring from other tools in a keyword's place, and what is written here.
struct ForeignWord: Sendable {
  /// How the statement is made right where that is certain.
  enum Correction: Sendable {
    /// Another keyword; the rest stays.
    case keyword
    /// The same, with a count that also counts the first attempt.
    case plusOne
    /// A statement for each value.
    case each
    /// Another keyword with the value behind a label, as it is written before the value.
    case words(String)
    /// Nothing is certain.
    case none
  }

  /// The words, in lower case with hyphens.
  var names: [String]
  /// Where it is met.
  var context: Context
  /// The statement that was meant, and is then not missed.
  var word: Word?
  /// What to write, as a note.
  var note: String
  var correction: Correction
}

extension Schema {
  /// What a foreign keyword of a context stands for.
  static func foreign(_ text: String, in context: Context) -> ForeignWord? {
    let name = kebab(text)
    return foreignWords.first { $0.context == context && $0.names.contains(name) }
  }

  /// `maxAttempts`, `max_attempts` and `MAX_ATTEMPTS` as `max-attempts`.
  private static func kebab(_ text: String) -> String {
    var result: [UInt8] = []
    var followsSmall = false
    for byte in text.utf8 {
      let isCapital = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      if isCapital, followsSmall { result.append(UInt8(ascii: "-")) }
      result.append(isCapital ? byte | 0x20 : byte == UInt8(ascii: "_") ? 0x2D : byte)
      followsSmall = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func F(
    _ names: String..., in context: Context, is word: Word?, _ correction: ForeignWord.Correction,
    _ note: String
  ) -> ForeignWord {
    ForeignWord(names: names, context: context, word: word, note: note, correction: correction)
  }

  /// The words of proxies, client libraries and other policy files.
  static let foreignWords: [ForeignWord] =
    foreignFileWords + foreignEndpointWords + foreignGroupWords + foreignRuleWords
    + foreignRouteWords

  private static let foreignFileWords = [
    F("version", in: .file, is: .language, .keyword, "a policy begins with `language 1`"),
    F(
      "const", "var", "variable", "set", "define", in: .file, is: .let, .keyword,
      "a named literal is a `let`, as in `let patience: 2s`"),
    F("include", "source", in: .file, is: .import, .keyword, "`import \"shared.policy\"`"),
    F(
      "provider", "cluster", "upstream", "backend", "server", "service", "host", "target",
      in: .file, is: .endpoint, .keyword, "what requests are sent to is an `endpoint`"),
    F(
      "priority", "failover-group", "fallback-group", in: .file, is: .activePassive, .keyword,
      "ordered tiers are an `active-passive`"),
    F(
      "pool", "balancer", "load-balancer", "cluster-group", in: .file, is: .activeActive, .keyword,
      "members that share the load are an `active-active`"),
    F("circuit-breaker", "circuitbreaker", in: .file, is: .breaker, .keyword, "`breaker NAME`"),
    F("ladder", "fallback", in: .file, is: .degrade, .keyword, "`degrade NAME`, with its steps"),
  ]

  private static let foreignEndpointWords = [
    F(
      "host", "address", "uri", "base-url", "href", "endpoint", in: .endpoint, is: .url, .keyword,
      "`url \"https://host.example.com\"`"),
    F(
      "api-key", "key", "token", "secret", "auth", "bearer", in: .endpoint, is: .credential, .none,
      "a secret is referred to: `credential env(\"NAME\")`"),
    F("region", in: .endpoint, is: .domain, .words("domain region:"), "`domain region: NAME`"),
    F("zone", in: .endpoint, is: .domain, .words("domain zone:"), "`domain zone: NAME`"),
    F(
      "provider", in: .endpoint, is: .domain, .words("domain provider:"), "`domain provider: NAME`"),
    F(
      "weight", in: .endpoint, is: nil, .none, "a weight is the member's: `member NAME, weight: 3`"),
    F(
      "health-check", "healthcheck", "health", in: .endpoint, is: .probe, .none,
      "`probe path: \"/health\", every: 5s`"),
    F(
      "rate-limit", "rps", "qps", in: .endpoint, is: .limit, .none,
      "`limit requests: 100/s`"),
    F(
      "max-connections", "max-concurrency", "bulkhead", in: .endpoint, is: .limit, .none,
      "`limit concurrency: 64`"),
    F(
      "retries", "attempts", "max-retries", "max-attempts", in: .endpoint, is: nil, .none,
      "attempts are counted over a whole request: say them in the `retry` of its route"),
    F(
      "deadline", in: .endpoint, is: .timeout, .words("timeout attempt:"),
      "one attempt has a `timeout attempt:`; the `deadline` is the route's"),
  ]

  private static let foreignGroupWords = [
    F(
      "members", "targets", "endpoints", "tiers", "backups", "primary", "secondary", "backup",
      "fallback", "endpoint", "tier", in: .activePassive, is: .member, .each,
      "each tier is a `member` of its own, the preferred one first"),
    F(
      "members", "targets", "endpoints", "backends", "endpoint", in: .activeActive, is: .member,
      .each, "each is a `member` of its own"),
    F(
      "strategy", "policy", "algorithm", "lb-policy", "load-balancing", in: .activeActive,
      is: .balance, .keyword, "`balance round-robin`, or another rule"),
    F("if", "case", in: .select, is: .when, .keyword, "`when tag: plan, is: paid { to … }`"),
    F("else", "default", in: .select, is: .otherwise, .keyword, "`otherwise { to … }`"),
  ]

  private static let foreignRuleWords = [
    F(
      "retries", "retry", "max-retries", "num-retries", "retry-count", in: .retry, is: .attempts,
      .plusOne, "`attempts` counts the first one as well: 3 retries are `attempts 4`"),
    F(
      "max-attempts", "tries", "max-tries", in: .retry, is: .attempts, .keyword,
      "`attempts` counts all of them, the first included"),
    F(
      "retry-on", "retry-exceptions", "retryable-status-codes", "when", "if", in: .retry, is: nil,
      .none, "`on CLASS { … }`, as in `on timeout, connection { failover }`"),
    F(
      "else", "default", "fallback", "others", in: .retry, is: nil, .none,
      "`otherwise { … }` says what follows all other classes"),
    F(
      "backoff", "delay", "interval", "wait", "wait-duration", in: .retry, is: nil, .none,
      "a wait stands where the same endpoint is tried again: `same-endpoint times: 2, backoff: NAME`"
    ),
    F(
      "timeout", "per-try-timeout", in: .retry, is: nil, .none,
      "one attempt has the endpoint's `timeout attempt:`, all together the route's `deadline`"),
    F(
      "threshold", "failure-threshold", "error-threshold", "failure-rate-threshold",
      "max-failures", in: .breaker, is: .trip, .none,
      "`trip consecutive: 5`, or `trip failure-rate: 50%, over: 30s, min-calls: 20`"),
    F(
      "open-duration", "wait-duration-in-open-state", "sleep-window", "reset-timeout",
      "break-duration", "timeout", in: .breaker, is: .cooldown, .keyword,
      "`cooldown 15s`: so long it stays open"),
    F(
      "half-open", "half-open-requests", "permitted-calls", in: .breaker, is: nil, .none,
      "`probe calls: 2`: so many successes close it again"),
    F(
      "window", "sliding-window", "sliding-window-size", in: .breaker, is: nil, .none,
      "a window is a trip's: `trip failure-rate: 50%, over: 30s, min-calls: 20`"),
    F(
      "min-requests", "minimum-calls", "minimum-number-of-calls", "request-volume-threshold",
      in: .breaker, is: nil, .none,
      "it is a trip's: `trip failure-rate: 50%, over: 30s, min-calls: 20`"),
    F("fixed", in: .backoff, is: nil, .none, "`constant base: 200ms`"),
    F(
      "initial", "initial-interval", "base-interval", "initial-delay", "interval", "delay",
      "multiplier", "max-interval", "max-delay", in: .backoff, is: nil, .none,
      "`exponential base: 200ms, factor: 2x, max: 5s`"),
  ]

  private static let foreignRouteWords = [
    F(
      "timeout", "request-timeout", "total-timeout", in: .route, is: .deadline, .keyword,
      "a request has a `deadline`; one attempt has the endpoint's `timeout attempt:`"),
    F(
      "retries", "attempts", "max-attempts", "max-retries", "num-retries", in: .route, is: nil,
      .none,
      "`retry NAME` names one that is declared beside it: `retry NAME { attempts 3; otherwise { failover } }`"
    ),
    F(
      "fallback", "fallbacks", in: .route, is: .degrade, .none,
      "`degrade LADDER`, with its steps; another endpoint is a tier of an `active-passive`"),
    F(
      "target", "upstream", "cluster", "backend", "endpoint", "service", "destination",
      in: .route, is: .to, .keyword, "`to TARGET`"),
    F("circuit-breaker", in: .route, is: .breaker, .keyword, "`breaker NAME`"),
    F("prefix", in: .route, is: .match, .none, "`match path: \"/v1/*\"`"),
  ]
}
