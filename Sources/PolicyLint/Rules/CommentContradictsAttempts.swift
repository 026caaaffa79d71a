import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let commentContradictsAttempts = LintRule(
    "comment-contradicts-attempts", .style, "A comment that states a different number of attempts",
    why: """
      One of the two is out of date. A reader who trusts the comment expects other attempts, and \
      another load, than there will be.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      backoff gentle { exponential base: 200ms, factor: 2x, max: 800ms }
      /// Three attempts: the store is seldom down for longer.
      retry usual {
        attempts 4
        on unavailable, timeout { same-endpoint times: 3, backoff: gentle; degrade }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 15s; retry usual }
      """,
    fix: ("Three attempts:", "Four attempts:")
  ) { linted in
    linted.graph.retries.ids.compactMap { id in
      let retry = linted.graph.retries[id]
      guard let doc = retry.doc, let told = attempts(in: linted.graph.text(doc)),
        told != retry.attempts
      else { return nil }
      return Finding(
        "the comment counts \(told) attempts, and \(linted.quoted(retry.name)) makes \(retry.attempts)",
        at: linted.place(.retry(id), .attempts), of: .retry(id),
        related: [linted.related("the comment stands above", .retry(id))],
        notes: ["`attempts` includes the first one; correct whichever is wrong"])
    }
  }

  /// The count in a comment that begins with it, as in `Nine attempts are …`; nil for any other.
  private static func attempts(in doc: String) -> UInt32? {
    let words = doc.split(maxSplits: 2, whereSeparator: { " \n:,.;".contains($0) })
    guard words.count >= 2, words[1] == "attempts" else { return nil }
    let names = [
      "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    if let place = names.firstIndex(of: words[0].lowercased()) { return UInt32(place + 2) }
    return UInt32(words[0])
  }
}
