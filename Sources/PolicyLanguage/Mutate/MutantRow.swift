/// What can be done to one kind of statement so that a policy protects less.
struct MutantRow {
  /// Which way a number is changed: the one that weakens.
  enum Flip {
    case halve, double
  }

  /// One number of the statement.
  struct Number {
    /// Its label; nil for the statement's own value.
    var label: Word?
    var flip: Flip
  }

  /// The places where the statement stands.
  var contexts: [Context]
  var word: Word
  /// Whether it is left out.
  var drops = false
  /// Another statement of the block that makes no sense without it, and is left out with it.
  var with: Word?
  /// Whether its first value becomes `none`.
  var unsets = false
  var numbers: [Number] = []

  /// The row of a statement; nil if nothing is done to it.
  static func row(_ word: Word, in context: Context) -> MutantRow? {
    all.first { $0.word == word && $0.contexts.contains(context) }
  }

  private static func drop(
    _ word: Word, _ contexts: Context..., with other: Word? = nil, numbers: [Number] = []
  ) -> MutantRow {
    MutantRow(contexts: contexts, word: word, drops: true, with: other, numbers: numbers)
  }

  private static func flip(
    _ word: Word, _ contexts: Context..., unsets: Bool = false, numbers: [Number] = []
  ) -> MutantRow {
    MutantRow(contexts: contexts, word: word, unsets: unsets, numbers: numbers)
  }

  private static func half(_ label: Word? = nil) -> Number { Number(label: label, flip: .halve) }
  private static func twice(_ label: Word? = nil) -> Number { Number(label: label, flip: .double) }

  /// The statements of the policy proper.
  ///
  /// What an endpoint is (its address, domains, latency, capacity) is no
  /// decision of the policy, and what is claimed or simulated is what must notice.
  static let all: [MutantRow] = endpoints + groups + rules + ladders + routes

  private static let endpoints = [
    drop(
      .limit, .endpoint, .route, numbers: [twice(.requests), twice(.tokens), twice(.concurrency)]),
    flip(.timeout, .endpoint, .defaults, numbers: [twice(.firstByte), twice(.attempt)]),
    drop(.breaker, .endpoint, .route, .defaults),
    drop(.retry, .endpoint, .route, .defaults),
    drop(.probe, .endpoint, numbers: [twice(.every)]),
    drop(.idempotencyKey, .endpoint),
    flip(.cooling, .endpoint, numbers: [half(.max)]),
  ]

  private static let groups = [
    drop(.member, .activePassive, .activeActive, numbers: [half(.weight)]),
    drop(.failover, .activePassive, numbers: [twice(.overprovisioning)]),
    flip(.failback, .activePassive, numbers: [half(.after), half(.hold), half(.ramp)]),
    drop(.panic, .activePassive, .activeActive, numbers: [half(.below)]),
    drop(.balance, .activeActive),
    drop(.eject, .activeActive, numbers: [twice(.max)]),
    drop(.slowStart, .activeActive, numbers: [half()]),
    drop(.when, .select, numbers: [twice(.above)]),
  ]

  private static let rules = [
    flip(.constant, .backoff, numbers: [half(.base)]),
    flip(.linear, .backoff, numbers: [half(.base), half(.max)]),
    flip(.exponential, .backoff, numbers: [half(.base), half(.factor), half(.max)]),
    flip(.decorrelated, .backoff, numbers: [half(.base), half(.max)]),
    drop(
      .trip, .breaker,
      numbers: [
        twice(.failureRate), twice(.slowRate), twice(.failures), twice(.consecutive),
        twice(.slowerThan), twice(.minCalls),
      ]),
    flip(.cooldown, .breaker, numbers: [half(), half(.max)]),
    flip(.probe, .breaker, numbers: [half(.calls), twice(.atOnce)]),
    flip(.attempts, .retry, numbers: [half()]),
    flip(.budget, .retry, unsets: true, numbers: [half(), half(.min)]),
    drop(.on, .retry),
    drop(.otherwise, .retry),
    drop(.reconcile, .responses, numbers: [half(.within), half(.settle)]),
    drop(.sameEndpoint, .responses, numbers: [half(.times), half(.retryAfter)]),
    drop(.failover, .responses),
    drop(.rotateCredential, .responses),
    drop(.reroute, .responses),
    drop(.resume, .responses),
    drop(.degrade, .responses),
    drop(.fail, .responses),
  ]

  private static let ladders = [
    drop(.step, .degrade),
    flip(.reserve, .degrade, numbers: [half()]),
    drop(.enter, .degrade, with: .leave, numbers: [twice(.exhausted), twice(.minCalls)]),
    flip(.leave, .degrade, numbers: [half(.after)]),
    drop(.when, .step),
    drop(.notify, .step, numbers: [twice(.atMost)]),
    flip(.serve, .step, numbers: [half(.within)]),
    flip(.call, .step, numbers: [half(.within)]),
    flip(.shed, .step, numbers: [half(.below)]),
  ]

  private static let routes = [
    flip(.deadline, .route, .defaults, numbers: [half()]),
    drop(.hedge, .route, numbers: [twice(.after), twice(.atLeast), half(.max)]),
    drop(.wait, .route, numbers: [half(.within), half(.atMost)]),
    drop(.commit, .route),
    flip(.degrade, .route, unsets: true),
  ]
}
