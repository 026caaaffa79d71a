#if Telemetry
  internal import CoreMetrics
  internal import PolicyRuntime
  internal import PolicyService

  /// Counts events.
  final class EventMetrics: Sendable {
    private let instruments: Instruments
    /// Requests that were told of and have not ended.
    private let active = Lock(Set<UInt64>())

    init(_ factory: any MetricsFactory) { instruments = Instruments(factory) }

    /// Counts an event.
    func tell(_ event: PolicyEvent) {
      begin(event)
      switch event.kind {
      case .attempt: instruments.count(.attempts, [event.route, event.endpoint, event.code])
      case .outcome where event.reason == .attemptOverran:
        instruments.count(.attemptsOverran, [event.route, event.endpoint])
      case .outcome:
        instruments.time(
          .attemptDuration, [event.endpoint, event.errorClass], ns: max(0, event.value))
      case .response: instruments.count(.responses, [event.route, event.endpoint, event.code])
      case .hedge: instruments.count(.hedges, [event.route, event.code])
      case .breaker: tellBreaker(event)
      case .cooling: instruments.count(.coolings, [event.endpoint, event.errorClass])
      case .failover, .failback: instruments.count(.moves, [event.group, event.code])
      case .degraded:
        // Steps are told one by one; what counts is that the main path was left.
        if event.step == nil { instruments.count(.degraded, [event.route, event.code]) }
      case .brownout:
        instruments.meter(.brownout, [event.route]).set(event.reason == .brownoutEntered ? 1 : 0)
      case .wait: instruments.count(.waits, [event.route, event.code])
      case .ended: end(event)
      case .reload: if event.reason == .reloaded { instruments.count(.reloads, []) }
      case .candidate, .budget, .reconcile, .health: break
      }
    }

    private func tellBreaker(_ event: PolicyEvent) {
      let value: Int
      switch event.reason {
      case .breakerClosed: value = 0
      case .breakerHalfOpen: value = 1
      case .breakerOpened: value = 2
      default: return  // what else is told of breakers does not change them
      }
      instruments.meter(.breakerState, [event.endpoint, event.breaker]).set(value)
      instruments.count(.breakerTransitions, [event.endpoint, event.breaker, event.code])
    }

    /// A request is told of for the first time.
    private func begin(_ event: PolicyEvent) {
      guard let request = event.request, event.begins else { return }
      if active.withLock({ $0.insert(request).inserted }) {
        instruments.meter(.requestsActive, [event.route]).increment()
      }
    }

    private func end(_ event: PolicyEvent) {
      instruments.time(
        .requestDuration, [event.route, event.level.rawValue, event.code],
        ns: max(0, event.value))
      guard let request = event.request else { return }
      if active.withLock({ $0.remove(request) != nil }) {
        instruments.meter(.requestsActive, [event.route]).decrement()
      }
    }
  }
#endif
