internal import PolicyGraph
internal import PolicyRuntime

extension RequestCore {
  /// What the policy's error table makes of an answer or a failure.
  func classify(_ evidence: Evidence, _ endpoint: ID<Endpoint>) -> Outcome {
    generation.plan.classify(evidence, by: errorTable(endpoint), epochNs: System.wallClock())
  }

  /// The error table of an endpoint: its own, or the route's.
  func errorTable(_ endpoint: ID<Endpoint>) -> ID<ErrorTable> {
    let graph = generation.graph
    return graph.endpoints[endpoint].errors ?? graph.routes[route].errors
  }

  /// What an error that an attempt threw counts as.
  func outcome(of error: any Error, _ attempt: Attempt) -> (Outcome, status: UInt32?) {
    var evidence: Evidence
    switch error {
    case let failure as AttemptFailure: evidence = failure.evidence
    case is CancellationError: evidence = Evidence(transport: .cancelled)
    // Nobody knows how far it came, and what may have been carried out is not sent again lightly.
    default: evidence = Evidence(transport: .cut)  // any error of a client
    }
    var outcome = classify(evidence, attempt.action.endpoint)
    if outcome.errorClass == nil {
      // The closure says that it is none, whatever the table thinks of it: nobody could read it.
      evidence = Evidence(transport: .unreadable)
      outcome = classify(evidence, attempt.action.endpoint)
    }
    return (outcome, evidence.status)
  }
}
