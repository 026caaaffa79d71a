#if Telemetry
  internal import Logging
  internal import PolicyRuntime
  internal import PolicyService

  /// A line for each event: a fixed text, and everything else as metadata.
  struct EventLog: Sendable {
    let logger: Logger

    /// Logs an event, at a level that its kind and its reason give.
    func tell(_ event: PolicyEvent) {
      let level = EventLog.level(of: event)
      // Metadata is not made for a line that nobody reads.
      guard logger.logLevel <= level else { return }
      var metadata = Logger.Metadata()
      for (key, value) in event.facts { metadata[key.rawValue] = .string(value) }
      logger.log(level: level, EventLog.text(of: event.kind), metadata: metadata)
    }

    /// What is looked for in the middle of an incident is a warning; what each request does is not.
    private static func level(of event: PolicyEvent) -> Logger.Level {
      switch event.kind {
      case .candidate, .budget: .trace
      case .attempt, .response, .hedge, .wait: .debug
      case .outcome:
        switch event.reason {
        case .succeeded: .debug
        case .attemptOverran: .warning
        default: .info  // every way to fail
        }
      case .breaker: event.reason == .breakerOpened ? .warning : .notice
      case .cooling, .degraded: .info
      case .failover, .failback: .notice
      case .reconcile: event.reason == .reconcile ? .info : .warning
      case .brownout, .health: .warning
      case .ended:
        switch event.level {
        case .full: .debug
        case .degraded: .notice
        case .failed: event.reason == .cancelled ? .info : .warning
        }
      case .reload: event.reason == .notCarried ? .warning : .notice
      }
    }

    private static func text(of kind: DecisionKind) -> Logger.Message {
      switch kind {
      case .candidate: "endpoint considered"
      case .attempt: "attempt sent"
      case .outcome: "attempt over"
      case .response: "response to a failure"
      case .breaker: "breaker"
      case .cooling: "cooling"
      case .failover: "group failed over"
      case .failback: "group failed back"
      case .budget: "retry budget"
      case .hedge: "hedge"
      case .reconcile: "reconciliation"
      case .degraded: "degraded"
      case .brownout: "brownout"
      case .health: "endpoint health"
      case .ended: "request ended"
      case .reload: "policy replaced"
      case .wait: "wait for a candidate"
      }
    }
  }
#endif
