#if Telemetry
  internal import PolicyRuntime
  internal import PolicyService
  internal import Tracing

  /// A span for each request, and below it one for each attempt.
  final class EventSpans: Sendable {
    /// The spans of one request that have not ended.
    private struct Open {
      var span: any Span
      var attempts: [Int: any Span] = [:]
      var sent = 0
    }

    /// More requests than that at one time are not traced: memory stays bounded whatever happens.
    private static let openMax = 1 << 16

    private let tracer: any Tracer
    private let open = Lock([UInt64: Open]())

    init(_ tracer: any Tracer) { self.tracer = tracer }

    /// Begins and ends spans.
    func tell(_ event: PolicyEvent) {
      guard let request = event.request else { return }
      open.withLock { open in
        if open[request] == nil {
          guard event.begins, open.count < EventSpans.openMax else { return }
          // The first event of a request comes on its caller's task, in its caller's context.
          open[request] = Open(span: begin(event))
        }
        switch event.kind {
        case .attempt: send(event, &open[request])
        case .outcome where event.reason == .attemptOverran: overrun(event, &open[request])
        case .outcome: finish(event, &open[request])
        case .ended:
          if let over = open.removeValue(forKey: request) { end(event, over) }
        case .response, .hedge, .degraded, .reconcile, .wait:
          open[request]?.span.addEvent(
            SpanEvent(name: "policy.\(event.kind.word)", attributes: EventSpans.facts(event)))
        case .candidate, .breaker, .cooling, .failover, .failback, .budget, .brownout, .health,
          .reload:
          break
        }
      }
    }

    /// The context of an attempt's span.
    func context(request: UInt64, attempt: Int) -> ServiceContext? {
      open.withLock { $0[request]?.attempts[attempt]?.context }
    }

    private func begin(_ event: PolicyEvent) -> any Span {
      let span = tracer.startAnySpan(
        "policy \(event.route ?? "")", context: ServiceContext.current ?? .topLevel,
        ofKind: .internal)
      span.set(.route, event.route)
      span.set(.request, event.request.map { "\($0)" })
      return span
    }

    private func send(_ event: PolicyEvent, _ open: inout Open?) {
      guard let number = event.attempt, let parent = open?.span else { return }
      let span = tracer.startAnySpan("attempt", context: parent.context, ofKind: .client)
      span.set(.route, event.route)
      span.set(.endpoint, event.endpoint)
      span.set(.reason, event.code)
      span.attributes[TelemetryKey.attempt.rawValue] = number
      open?.attempts[number] = span
      open?.sent += 1
    }

    /// An attempt failed; one that answers ends with its request.
    private func finish(_ event: PolicyEvent, _ open: inout Open?) {
      guard let number = event.attempt, let span = open?.attempts.removeValue(forKey: number)
      else { return }
      span.set(.errorClass, event.errorClass)
      span.setStatus(SpanStatus(code: .error, message: event.errorClass ?? event.code))
      span.end()
    }

    /// An attempt took longer than it had; what it came to is told next.
    private func overrun(_ event: PolicyEvent, _ open: inout Open?) {
      guard let number = event.attempt, let span = open?.attempts[number] ?? open?.span else {
        return
      }
      span.addEvent(SpanEvent(name: "policy.attempt-overran", attributes: EventSpans.facts(event)))
    }

    private func end(_ event: PolicyEvent, _ over: Open) {
      for (number, span) in over.attempts {
        // The others were overtaken, or their time was over.
        if number != event.attempt { span.set(.reason, "given-up") }
        span.end()
      }
      over.span.set(.reason, event.code)
      over.span.set(.level, event.level.rawValue)
      over.span.set(.step, event.step)
      over.span.set(.endpoint, event.endpoint)
      over.span.attributes[TelemetryKey.attempts.rawValue] = over.sent
      if event.level == .failed {
        over.span.setStatus(SpanStatus(code: .error, message: event.code))
      }
      over.span.end()
    }

    private static func facts(_ event: PolicyEvent) -> SpanAttributes {
      var attributes = SpanAttributes()
      for (key, value) in event.facts where key != .event { attributes[key.rawValue] = value }
      return attributes
    }
  }

  extension Span {
    /// Sets an attribute, if there is something to set.
    fileprivate func set(_ key: TelemetryKey, _ value: String?) {
      if let value { attributes[key.rawValue] = value }
    }
  }
#endif
