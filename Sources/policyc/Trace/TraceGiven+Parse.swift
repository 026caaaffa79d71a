import PolicyGraph
import PolicyLanguage
import PolicyRuntime

/// Reads `--given`.
struct GivenReader {
  let plan: Plan
  let graph: FailoverGraph
  private(set) var given: TraceGiven
  private var named: [String] = []

  init(_ plan: Plan) {
    self.plan = plan
    graph = plan.graph
    given = TraceGiven(plan.graph)
  }

  /// Reads `azure-east=overloaded, anthropic=timeout/ok, cache=miss`.
  mutating func read(_ text: String) throws(UsageError) {
    for part in text.split(separator: ",") {
      let pair = GivenReader.trimmed(part)
      if pair.isEmpty { continue }
      guard let equals = pair.firstIndex(of: "=") else {
        throw problem("`--given` needs NAME=OUTCOME, not `\(pair)`")
      }
      let name = GivenReader.trimmed(pair[..<equals])
      let value = GivenReader.trimmed(pair[pair.index(after: equals)...])
      if named.contains(name) { throw problem("`\(name)` is given twice") }
      named.append(name)
      given.texts.append("\(name)=\(value)")
      try add(name, value)
    }
  }

  private mutating func add(_ name: String, _ value: String) throws(UsageError) {
    if let endpoint = graph.endpoints.ids.first(where: {
      graph.text(graph.endpoints[$0].name) == name
    }) {
      return try add(endpoint, value)
    }
    switch name {
    case "cache": given.cache = try handler(name, value)
    case "call": given.call = try handler(name, value)
    case "reconcile": try reconcile(value)
    case "size": given.facts.size = try count(name, value)
    case "priority":
      let number = try count(name, value)
      guard number <= 9 else { throw problem("a priority is 0 to 9, not `\(value)`") }
      given.facts.priority = UInt8(truncatingIfNeeded: number)
    case "delivery":
      guard let delivery = Delivery.allCases.first(where: { "\($0.word)" == value }) else {
        throw problem("`delivery` is `whole`, `shown` or `held`, not `\(value)`")
      }
      given.facts.delivery = delivery
    case _ where handlerNames.contains(name):
      given.handlers.append((name, try handler(name, value)))
    case _:
      guard let tag = plan.tag(name.utf8, is: value.utf8) else {
        throw problem(
          "nothing in the policy is called `\(name)`, no endpoint, no handler and no tag"
            + didYouMean(name, in: names))
      }
      given.facts.add(tag)
    }
  }

  // MARK: endpoints

  private mutating func add(_ endpoint: ID<Endpoint>, _ value: String) throws(UsageError) {
    var outcomes: [TraceOutcome] = []
    for piece in value.split(separator: "/", omittingEmptySubsequences: false) {
      let text = GivenReader.trimmed(piece)
      if text == "isolated" {
        given.isolated.append(endpoint)
        continue
      }
      outcomes.append(try outcome(text))
    }
    given.endpoints[endpoint.index] = outcomes
  }

  /// `timeout`, `overloaded*2`, `rate-limited:5s`, `unavailable@200ms`.
  private func outcome(_ text: String) throws(UsageError) -> TraceOutcome {
    let word = String(text.prefix { !"*:@".contains($0) })
    var outcome = TraceOutcome()
    var rest = text.dropFirst(word.count)
    while let mark = rest.popFirst() {
      let piece = String(rest.prefix { !"*:@".contains($0) })
      rest = rest.dropFirst(piece.count)
      switch mark {
      case "*":
        guard let times = Int(piece), times > 0, times <= 1000 else {
          throw problem("`*\(piece)` in `\(text)`: how often is a count from 1 to 1000")
        }
        outcome.times = times
      case "@": outcome.takes = try duration(piece, in: text)
      case _ where piece == "never": outcome.hint.never = true
      case _: outcome.hint.wait = try duration(piece, in: text).ns
      }
    }
    outcome.kind = try kind(word, takes: outcome.takes != nil)
    return outcome
  }

  private func kind(_ word: String, takes: Bool) throws(UsageError) -> TraceOutcome.Kind {
    switch word {
    case "ok": return .answers
    case "slow": return .slow
    case "cut": return .cut
    case _:
      let found = graph.classes.ids.first { graph.text(graph.classes[$0].name) == word }
      guard let found, word != "no-candidate" else {
        let words = classNames + ["ok", "slow", "cut", "isolated"]
        throw problem(
          "`\(word)` is no class of errors, nor `ok`, `slow`, `cut` or `isolated`"
            + didYouMean(word, in: words))
      }
      // Without a time of its own, a timeout is what its name says: nobody answers.
      return word == "timeout" && !takes ? .silent : .fails(found)
    }
  }

  // MARK: handlers

  private func handler(_ name: String, _ value: String) throws(UsageError) -> TraceHandler {
    let parts = value.split(separator: "@", maxSplits: 1).map(String.init)
    let takes = parts.count > 1 ? try duration(parts[1], in: value) : nil
    let words = ["served", "hit", "unavailable", "miss", "silent"]
    switch parts.first ?? "" {
    case "served", "hit": return TraceHandler(kind: .served, takes: takes)
    case "unavailable", "miss": return TraceHandler(kind: .unavailable, takes: takes)
    case "silent": return TraceHandler(kind: .silent, takes: takes)
    case let other:
      throw problem(
        "`\(name)` is `served` (or `hit`), `unavailable` (or `miss`) or `silent`, not `\(other)`"
          + didYouMean(other, in: words))
    }
  }

  private mutating func reconcile(_ value: String) throws(UsageError) {
    let parts = value.split(separator: "@", maxSplits: 1).map(String.init)
    if parts.count > 1 { given.reconcileTakes = try duration(parts[1], in: value) }
    switch parts.first ?? "" {
    case "landed": given.reconcile = .landed
    case "cannot-land": given.reconcile = .cannotLand
    case "unknown": given.reconcile = .unknown
    case "silent": given.reconcile = nil
    case let other:
      throw problem(
        "`reconcile` is `landed`, `cannot-land`, `unknown` or `silent`, not `\(other)`"
          + didYouMean(other, in: ["landed", "cannot-land", "unknown", "silent"]))
    }
  }

  // MARK: words and numbers

  private func count(_ name: String, _ value: String) throws(UsageError) -> Int64 {
    let units: [(String, Int64)] = [("k", 1000), ("M", 1_000_000), ("G", 1_000_000_000)]
    let unit = units.first { value.hasSuffix($0.0) }
    let digits = unit == nil ? value[...] : value.dropLast()
    let product = Int64(digits)?.multipliedReportingOverflow(by: unit?.1 ?? 1)
    guard let product, !product.overflow, product.partialValue >= 0 else {
      throw problem("`\(name)` is a count, as `5000` or `5k`, not `\(value)`")
    }
    return product.partialValue
  }

  private func duration(_ text: String, in whole: String) throws(UsageError) -> Tick {
    if let time = Tick(spelled: text), time <= .max { return time }
    let hint =
      Int64(text) != nil ? "; a duration needs a unit: `\(text)s`?" : ", as `5s` or `200ms`"
    throw problem("`\(text)` in `\(whole)` is no duration\(hint)")
  }

  private var names: [String] {
    graph.endpoints.rows.map { graph.text($0.name) } + handlerNames
      + ["cache", "call", "reconcile", "size", "priority", "delivery"]
  }

  private var handlerNames: [String] {
    graph.steps.rows.compactMap { step in
      step.answer == .call ? step.text.map { graph.text($0) } : nil
    }
  }

  private var classNames: [String] { graph.classes.rows.map { graph.text($0.name) } }

  private func problem(_ text: String) -> UsageError { .operands(text, .trace) }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension Tick {
  /// The duration that a text spells as a policy would: `5s`, `250ms`, `1m30s`, and `1.5s` as well.
  fileprivate init?(spelled text: String) {
    let units: [(String, Int64)] = [
      ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
      ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
    ]
    var sum = Tick.zero
    var rest = text[...]
    if rest.isEmpty { return nil }
    while !rest.isEmpty {
      let whole = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(whole.count)
      var fraction = rest.prefix(0)
      if rest.first == "." {
        fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
        rest = rest.dropFirst(fraction.count + 1)
        if fraction.isEmpty { return nil }
      }
      let word = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(word.count)
      guard let count = Int64(whole), let unit = units.first(where: { $0.0 == word })?.1 else {
        return nil
      }
      sum = sum + Tick(ns: unit) * count
      var part = unit
      for digit in fraction {
        part /= 10
        sum = sum + Tick(ns: part) * Int64(digit.wholeNumberValue ?? 0)
      }
    }
    self = sum
  }
}
