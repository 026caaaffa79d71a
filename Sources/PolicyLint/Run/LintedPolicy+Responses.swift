import PolicyGraph
import PolicyLanguage

// What several rules ask of retries.

extension LintedPolicy {
  /// The rules of a retry that answer some of these classes, each once, with the first of them.
  func rules(
    answering classes: [PolicyLanguage.Word], in retry: ID<Retry>
  ) -> [(rule: ID<Rule>, answers: ID<ErrorClass>)] {
    var result: [(rule: ID<Rule>, answers: ID<ErrorClass>)] = []
    for word in classes {
      let id = policy.errorClass(word)
      guard let rule = policy.rule(for: id, in: retry) else { continue }
      if !result.contains(where: { $0.rule == rule }) { result.append((rule, id)) }
    }
    return result
  }

  /// The name of a class, in backticks.
  func quoted(_ id: ID<ErrorClass>) -> String { quoted(graph.classes[id].name) }

  /// The first response of a rule that waits and tries the same endpoint again before the request
  /// goes on elsewhere; nil if it goes on first, or never does.
  func waitingBeforeFailover(_ rule: ID<Rule>) -> ID<Response>? {
    var waiting: ID<Response>?
    for id in graph.rules[rule].responses {
      switch graph.responses[id].kind {
      case .sameEndpoint: waiting = waiting ?? id
      case .failover, .reroute: return waiting
      case .rotateCredential, .resume, .degrade, .fail: continue
      }
    }
    return nil
  }

  /// Whether a retry leads to another endpoint after a failure to connect.
  func failsOverConnection(_ retry: ID<Retry>) -> Bool {
    guard let rule = policy.rule(for: policy.errorClass(.connection), in: retry) else {
      return false
    }
    return graph.responses[graph.rules[rule].responses].contains { $0.kind == .failover }
  }
}
