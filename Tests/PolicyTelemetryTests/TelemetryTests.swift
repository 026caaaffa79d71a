#if Telemetry
  import InMemoryLogging
  import InMemoryTracing
  import Logging
  import MetricsTestKit
  import PolicyService
  import PolicyTelemetry
  import Testing
  import Tracing

  /// What loggers, metrics and tracers are told.
  @Suite struct TelemetryTests {
    @Test func `lines have fixed texts, and reasons as metadata`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a")
      _ = try await told.route.run(Request(key: "canary-key")) { try await answering($0) }
      let attempts = told.lines("attempt")
      #expect(attempts.map(\.message) == ["attempt sent", "attempt sent"])
      #expect(attempts.map { $0.metadata["policy.endpoint"] } == ["a", "b"])
      #expect(attempts.map { $0.metadata["policy.attempt"] } == ["1", "2"])
      #expect(attempts.map { $0.metadata["policy.reason"] } == ["holder", "next-tier"])
      let failed = try #require(told.lines("outcome").first)
      #expect(failed.level == .info)
      #expect(failed.metadata["error.type"] == "unavailable")
      #expect(failed.metadata["policy.route"] == "main")
      let ended = try #require(told.lines("ended").first)
      #expect(ended.level == .debug)
      #expect(ended.message == "request ended")
      #expect(ended.metadata["policy.reason"] == "answered")
      #expect(ended.metadata["policy.request"] == attempts.first?.metadata["policy.request"])
    }

    @Test func `what an incident is looked up by is a warning`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a", "b")
      for _ in 0..<2 { _ = try await told.route.run { try await answering($0) } }
      let opened = try #require(
        told.lines("breaker").first { $0.metadata["policy.reason"] == "breaker-opened" })
      #expect(opened.level == .warning)
      #expect(opened.metadata["policy.breaker"] == "fuse")
      #expect(opened.metadata["policy.endpoint"] == "a")
      #expect(told.lines("ended").map(\.level) == [.notice, .notice])
    }

    @Test func `requests, attempts and breakers are counted`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a")
      for _ in 0..<3 { _ = try await told.route.run { try await answering($0) } }
      let duration = try told.metrics.expectTimer(
        "policy.request.duration",
        [("policy.route", "main"), ("policy.level", "full"), ("policy.reason", "answered")])
      #expect(duration.values.count == 3)
      let first = try told.metrics.expectCounter(
        "policy.attempts",
        [("policy.route", "main"), ("policy.endpoint", "a"), ("policy.reason", "holder")])
      #expect(first.values == [1, 1])
      let failures = try told.metrics.expectTimer(
        "policy.attempt.duration", [("policy.endpoint", "a"), ("error.type", "unavailable")])
      #expect(failures.values.count == 2)
      let useful = try told.metrics.expectTimer(
        "policy.attempt.duration", [("policy.endpoint", "b"), ("error.type", "none")])
      #expect(useful.values.count == 3)
      let fuse = [("policy.endpoint", "a"), ("policy.breaker", "fuse")]
      #expect(try told.metrics.expectMeter("policy.breaker.state", fuse).values == [2])
      let active = try told.metrics.expectMeter("policy.request.active", [("policy.route", "main")])
      #expect(active.lastValue == 0)
    }

    @Test func `an attempt that takes longer than it has is counted, and a warning`() async throws {
      // It takes seven seconds where it has five.
      let clock = StandingClock()
      let told = try Telemetry(
        clock: EngineClock(now: { .seconds(clock.now()) }, sleep: { _ in await Task.yield() }))
      _ = try await told.route.run { attempt in
        clock.leap(7)
        return attempt.endpoint
      }
      let late = try told.metrics.expectCounter(
        "policy.attempts.overran", [("policy.route", "main"), ("policy.endpoint", "a")])
      #expect(late.values == [1])
      let line = try #require(
        told.lines("outcome").first { $0.metadata["policy.reason"] == "attempt-overran" })
      #expect(line.level == .warning)
      #expect(line.metadata["policy.attempt"] == "1")
      let span = try #require(
        told.tracer.finishedSpans.first { $0.operationName == "attempt" })
      #expect(span.events.map(\.name) == ["policy.attempt-overran"])
      #expect(span.status == nil)
      #expect(told.tracer.activeSpans.isEmpty)
      let active = try told.metrics.expectMeter("policy.request.active", [("policy.route", "main")])
      #expect(active.lastValue == 0)
    }

    @Test func `every dimension is bounded by the policy`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a")
      for i in 0..<50 {
        _ = try await told.route.run(Request(size: i, tags: [.init("user", "\(i)")], key: "\(i)")) {
          try await answering($0)
        }
      }
      let known = Set(PolicyMetric.allCases.map(\.rawValue))
      for counter in told.metrics.counters { #expect(known.contains(counter.label)) }
      let made =
        told.metrics.counters.count + told.metrics.timers.count
        + told.metrics.meters.count
      #expect(made < 30, "\(made) instruments after 50 requests")
    }

    @Test func `a request is a span, and each attempt a child`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a")
      let caller = told.tracer.startAnySpan("caller", context: .topLevel, ofKind: .server)
      _ = try await ServiceContext.withValue(caller.context) {
        try await told.route.run { try await answering($0) }
      }
      caller.end()
      let spans = told.tracer.finishedSpans
      let request = try #require(spans.first { $0.operationName == "policy main" })
      let outer = try #require(spans.first { $0.operationName == "caller" })
      #expect(request.parentSpanID == outer.spanID)
      #expect(request.status == nil)
      #expect(request.attributes.get("policy.reason") == .string("answered"))
      #expect(request.attributes.get("policy.level") == .string("full"))
      #expect(request.attributes.get("policy.attempt.count") == .int64(2))
      #expect(request.events.map(\.name) == ["policy.response"])
      let attempts = spans.filter { $0.operationName == "attempt" }
      #expect(attempts.count == 2)
      #expect(attempts.allSatisfy { $0.parentSpanID == request.spanID && $0.kind == .client })
      #expect(attempts.map { $0.attributes.get("policy.endpoint") } == ["a", "b"])
      #expect(attempts.map { $0.attributes.get("error.type") } == ["unavailable", nil])
      #expect(attempts.map { $0.status?.code } == [.error, nil])
      #expect(told.tracer.activeSpans.isEmpty)
    }

    @Test func `an attempt's own spans can be its children`() async throws {
      let told = try Telemetry()
      let (telemetry, tracer) = (told.telemetry, told.tracer)
      _ = try await told.route.run { attempt in
        ServiceContext.withValue(telemetry.context(of: attempt)) {
          tracer.startAnySpan("inner", context: ServiceContext.current ?? .topLevel).end()
        }
        return 1
      }
      let spans = told.tracer.finishedSpans
      let inner = try #require(spans.first { $0.operationName == "inner" })
      let attempt = try #require(spans.first { $0.operationName == "attempt" })
      #expect(inner.parentSpanID == attempt.spanID)
    }

    @Test func `a failed request is a failed span, and leaves nothing open`() async throws {
      let told = try Telemetry()
      await #expect(throws: RequestFailed.self) {
        try await told.route.run { _ -> Int in throw AttemptFailure(status: 400) }
      }
      let running = Task {
        try await told.route.run { _ -> Int in
          try await Task.sleep(for: .seconds(30))
          return 1
        }
      }
      try await Task.sleep(for: .milliseconds(50))
      running.cancel()
      await #expect(throws: RequestFailed.self) { try await running.value }
      let requests = told.tracer.finishedSpans.filter { $0.operationName == "policy main" }
      #expect(requests.map { $0.status?.code } == [.error, .error])
      #expect(told.tracer.activeSpans.isEmpty)
      let active = try told.metrics.expectMeter("policy.request.active", [("policy.route", "main")])
      #expect(active.lastValue == 0)
    }

    @Test func `nobody is told a secret, a key, a header or a body`() async throws {
      let told = try Telemetry()
      let answering = answer(failingAt: "a", "b")
      for _ in 0..<3 {
        let request = Request(tags: [.init("user", "canary-tag")], key: "canary-key")
        _ = try await told.route.run(request) { try await answering($0) }
      }
      let moved = Telemetry.policy().replacing("b.example", with: "c.example")
      try told.engine.replace(with: Telemetry.artifact(moved))
      var all = ""
      dump(told.log.entries, to: &all)
      dump(told.tracer.finishedSpans, to: &all)
      dump(told.metrics.counters.map(\.dimensions), to: &all)
      dump(told.metrics.timers.map(\.dimensions), to: &all)
      dump(told.metrics.meters.map(\.dimensions), to: &all)
      #expect(all.contains("unavailable"))
      #expect(!all.contains("canary"))
    }

    @Test func `whoever is not wanted is not told`() async throws {
      let told = try Telemetry()
      let engine = try PolicyEngine(
        artifact: Telemetry.artifact(Telemetry.policy()),
        environment: Environment(["KEY_A": "a", "KEY_B": "b"]))
      PolicyTelemetry(logger: nil, metrics: nil, tracer: nil).attach(to: engine)
      #expect(try await engine.route("main").run { $0.endpoint }.value == "a")
      #expect(told.log.entries.isEmpty)
    }
  }
#endif
