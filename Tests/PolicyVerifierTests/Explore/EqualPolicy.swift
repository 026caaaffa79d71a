/// A random policy whose balanced members are equal, or equal but for one field of one of them.
struct EqualPolicy {
  /// What one member has that the others have not.
  enum Difference: String, CaseIterable {
    case nothing, timeout, atLeast, latency, drained, breaker, rules, zone, key, context, twice
  }

  let difference: Difference
  /// The policy.
  let text: String
  /// The same with members that each support a feature which nothing requires: it goes on alike,
  /// and none of them may be taken for another.
  let marked: String

  /// - Parameter most: Members and attempts are at most about as many.
  init(_ seed: UInt64, most: Int) {
    var random = TestRandom(seed)
    difference = Difference.allCases[random.below(Difference.allCases.count)]
    let count = 3 + random.below(most - 2)
    let shape = random.below(4)
    let shares = random.once(in: 2)
    let head = EqualPolicy.head(&random)
    let members = EqualPolicy.members(count, difference, shares: shares, &random)
    let tail = EqualPolicy.tail(&random, difference, count: count, shape: shape, most: most)
    func whole(_ mark: (Int) -> String) -> String {
      head + members.enumerated().map { $1 + mark($0) + " }\n" }.joined() + tail
    }
    text = whole { _ in "" }
    marked = whole { "; supports [mark-\($0)]" }
  }

  private static func head(_ random: inout TestRandom) -> String {
    """
    language 1
    errors tiny {
      connection   transport: refused
      timeout      transport: timeout
      unavailable  status: 500..599
    }
    backoff short { constant base: 1ns; jitter \(["none", "full"][random.below(2)]) }
    retry other { attempts 9; budget none; on timeout { fail }; otherwise { failover } }
    breaker mine { trip failure-rate: 50%, over: 1h, min-calls: 1000000; cooldown 1h }
    breaker guarded { trip failure-rate: 50%, over: 1h, min-calls: 1000000; cooldown 2h }

    """
  }

  private static func members(
    _ count: Int, _ difference: Difference, shares: Bool, _ random: inout TestRandom
  ) -> [String] {
    let odd = random.below(count)
    return (0..<count).map { i in
      let isOdd = i == odd
      var text = "endpoint e\(i) { url \"https://e\(i).test\"; "
      text +=
        "domain provider: p\(shares ? 0 : i), zone: z\(difference == .zone && isOdd ? 1 : 0); "
      let attempt = difference == .timeout && isOdd ? 3 : 2
      let least = difference == .atLeast && isOdd ? 1 : 2
      text += "timeout attempt: \(attempt)ns, at-least: \(least)ns; "
      text += "latency fixed: \(difference == .latency && isOdd ? 2 : 1)ns"
      if difference == .breaker, isOdd { text += "; breaker mine" }
      if difference == .rules, isOdd { text += "; retry other" }
      if difference == .context, isOdd { text += "; limit context: 1k" }
      if difference == .key, !isOdd {
        text += "; idempotency-key header: \"K\", replayed-for: 1h, shared-by: zone"
      }
      return text
    }
  }

  private static func tail(
    _ random: inout TestRandom, _ difference: Difference, count: Int, shape: Int, most: Int
  ) -> String {
    let drained = difference == .drained ? ", weight: 0" : ""
    let names = (0..<count).map { "member e\($0)\($0 == count - 1 ? drained : "")" }
    let list = names.joined(separator: "; ")
    var text = "endpoint last { url \"https://last.test\"; domain provider: q, zone: z0; "
    text += "timeout attempt: 2ns, at-least: 1ns; latency fixed: 1ns }\n"
    switch shape {
    case 0: text += "active-active all { \(list); balance random }\n"
    case 1:
      text += "active-active some { \(list); balance random }\n"
      text += "active-passive all { member some; member last; failback manual }\n"
    case 2:
      // Groups that share members, and a group among members.
      text += "active-active some { \(names.dropLast().joined(separator: "; ")) }\n"
      text += "active-active more { \(names.dropFirst().joined(separator: "; ")) }\n"
      text += "active-active all { member some; member more; member last }\n"
    default:
      text += "active-active some { \(list) }\n"
      text += "active-active all { member some; member last }\n"
    }
    if difference == .twice { text += "degrade again { step once-more { use e0 } }\n" }
    let same = difference == .zone ? " same: zone" : ""
    let again = random.once(in: 2) ? "same-endpoint times: 1, backoff: short; " : ""
    text += "retry onward { attempts \(1 + random.below(most - 1)); budget none; "
    text += "on unavailable { \(again)failover\(same) }; otherwise { failover } }\n"
    text += "route r { to all; effect idempotent; deadline \(4 + random.below(4))ns; "
    text += "errors tiny; retry onward; "
    text += random.once(in: 2) ? "breaker guarded; " : "breaker none; "
    if random.once(in: 4) { text += "hedge after: 1ns; " }
    if random.once(in: 4) { text += "wait within: 2ns, at-most: 1; " }
    text += "degrade \(difference == .twice ? "again" : "none") }\n"
    return text + (difference == .key ? "guarantee r { never-repeats }\n" : "")
  }
}
