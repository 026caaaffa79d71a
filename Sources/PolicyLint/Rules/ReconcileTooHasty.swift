import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let reconcileTooHasty = LintRule(
    "reconcile-too-hasty", .safety, "A `reconcile` while the request may still be in flight",
    why: """
      Right after a timeout the first copy may still wait in a queue at the far end. An immediate \
      question finds nothing, the request is sent again, and both copies are executed.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout connect: 1s, attempt: 2s }
      retry orders {
        attempts 2
        on timeout, interrupted { reconcile within: 1s; same-endpoint; degrade }
        otherwise { degrade }
      }
      route order { to a; effect once; deadline 15s; retry orders }
      """,
    fix: ("within: 1s", "within: 1s, settle: 200ms")
  ) { linted in
    linted.reached.flatMap { reached -> [Finding] in
      guard linted.graph.routes[reached.route].effect == .once else { return [] }
      return reached.retries.flatMap { retry in
        linted.rules(answering: [.timeout, .interrupted], in: retry).compactMap { id, answers in
          let rule = linted.graph.rules[id]
          guard rule.reconcile, (rule.settle ?? .zero) == .zero, linted.sendsAgain(rule) else {
            return nil
          }
          return Finding(
            "after \(linted.quoted(answers)) the far end is asked at once, and may then receive the request a second time",
            at: linted.policy.place(of: id), of: .retry(retry),
            related: [linted.related("this route is `once`", .route(reached.route), .effect)],
            notes: ["`settle: 200ms` lets the first copy arrive before anybody asks for it"])
        }
      }
    }
  }
}

extension LintedPolicy {
  /// Whether a rule sends a request again, wherever to.
  fileprivate func sendsAgain(_ rule: Rule) -> Bool {
    graph.responses[rule.responses].contains { response in
      switch response.kind {
      case .sameEndpoint, .failover, .rotateCredential, .reroute, .resume: true
      case .degrade, .fail: false
      }
    }
  }
}
