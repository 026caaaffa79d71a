import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let backoffCapNeverReached = LintRule(
    "backoff-cap-never-reached", .timing, severity: .note,
    "A longest wait that no request ever comes to",
    why: """
      The attempts end before the waits have grown that far. Whoever reads `max:` believes that \
      callers step back further than they ever do.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      backoff gentle { exponential base: 200ms, factor: 2x, max: 10s }
      retry usual {
        attempts 3
        on connection, unavailable { same-endpoint times: 2, backoff: gentle; fail }
        otherwise { fail }
      }
      route lookup { to a; effect read; deadline 20s; retry usual; degrade none }
      """,
    mend: ("max: 10s", "max: 400ms"), fixable: true
  ) { linted in
    var usesOf: [ID<Backoff>: [ID<Response>]] = [:]
    for id in linted.graph.responses.ids {
      if let backoff = linted.graph.responses[id].backoff {
        usesOf[backoff, default: []].append(id)
      }
    }
    return linted.graph.backoffs.ids.compactMap { id in
      let backoff = linted.graph.backoffs[id]
      guard let max = backoff.max, backoff.kind != .constant, max > backoff.base else { return nil }
      let uses = usesOf[id] ?? []
      let times = uses.map { Int(linted.graph.responses[$0].times) }.max() ?? 0
      guard times > 0, let longest = linted.policy.delays(backoff, times).max(), longest < max,
        let first = uses.first
      else { return nil }
      let word: PolicyLanguage.Word = backoff.kind == .linear ? .linear : .exponential
      let keyword = backoff.kind == .decorrelated ? .decorrelated : word
      return Finding(
        "\(times) \(times == 1 ? "wait comes" : "waits come") to \(longest.spelling) at most: \(linted.quoted(backoff.name)) never reaches its \(max.spelling)",
        at: linted.place(.backoff(id), keyword), of: .backoff(id),
        related: [
          Diagnostic.Related("\(times) at most come from here", linted.policy.place(of: first))
        ],
        notes: ["say `max: \(longest.spelling)`, which changes nothing, or allow more `times:`"],
        fix: linted.policy.statement(of: .backoff(id), keyword).map {
          linted.labelled($0, "max", longest.spelling, "say `max: \(longest.spelling)`")
        })
    }
  }
}
