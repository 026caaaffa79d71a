import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let refusalAskedElsewhere = LintRule(
    "refusal-asked-elsewhere", .safety, severity: .note,
    "A refused request that is sent to another endpoint",
    why: """
      A refusal is about the request, so the next endpoint refuses it as well, or answers what the \
      first one's filter blocked. That may be intended, but it should be a decision.
      """,
    bad: """
      endpoint a { url "https://a.example.com" }
      endpoint b { url "https://b.example.com" }
      active-passive both { member a; member b }
      retry usual { attempts 2; on content-filtered { failover }; otherwise { failover } }
      route chat { to both; effect idempotent; deadline 15s; errors llm-http; retry usual }
      """,
    fix: ("on content-filtered { failover }", "on content-filtered { fail }")
  ) { linted in
    linted.graph.retries.ids.flatMap { retry in
      linted.graph.retries[retry].rules.compactMap { linted.askingElsewhere($0, of: retry) }
    }
  }
}

extension LintedPolicy {
  /// What is to be said of a rule that names a refusal and goes on.
  fileprivate func askingElsewhere(_ id: ID<Rule>, of retry: ID<Retry>) -> Finding? {
    let rule = graph.rules[id]
    let refused = graph.classMembers[rule.classes].map(\.errorClass).filter {
      graph.isRefusal($0)
    }
    let goesOn = graph.responses[rule.responses].first {
      $0.kind == .failover || $0.kind == .reroute
    }
    guard let first = refused.first, let goesOn else { return nil }
    return Finding(
      "after \(quoted(first)) the request continues with `\(goesOn.kind.word)`: another endpoint may accept what this one refused",
      at: policy.place(of: id), of: .retry(retry),
      notes: ["if that is intended: `allow refusal-asked-elsewhere, because: \"…\"`"])
  }
}
