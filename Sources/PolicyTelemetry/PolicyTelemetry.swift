#if Telemetry
  public import CoreMetrics
  public import Logging
  public import PolicyService
  public import Tracing

  /// Tells loggers, metrics and tracers what an engine decides.
  ///
  /// ```swift
  /// PolicyTelemetry().attach(to: engine)
  /// ```
  /// Nothing that it tells is a secret: it knows what events know, which is the names of the policy
  /// and the reasons of the runtime. The names it uses are stable; they stand in this module's
  /// documentation.
  public struct PolicyTelemetry: Sendable {
    private let log: EventLog?
    private let metrics: EventMetrics?
    private let spans: EventSpans?

    /// Tells whoever is given; whoever is nil is not told.
    ///
    /// - Parameters:
    ///   - logger: gets a line for each event. It is called on the thread that makes the decision:
    ///     its handler may not block.
    ///   - metrics: makes counters, gauges and timers.
    ///   - tracer: makes a span for each request, and below it one for each attempt.
    public init(
      logger: Logger? = Logger(label: "policy"),
      metrics: (any MetricsFactory)? = MetricsSystem.factory,
      tracer: (any Tracer)? = InstrumentationSystem.tracer
    ) {
      log = logger.map { EventLog(logger: $0) }
      self.metrics = metrics.map { EventMetrics($0) }
      spans = tracer.map { EventSpans($0) }
    }

    /// Tells of every event of `engine` from now on, for as long as the engine lives.
    public func attach(to engine: PolicyEngine) {
      engine.onEvent { [log, metrics, spans] event in
        log?.tell(event)
        metrics?.tell(event)
        spans?.tell(event)
      }
    }

    /// The context of an attempt's span: what the attempt's own spans are to be children of.
    ///
    /// ```swift
    /// let answer = try await chat.run(request) { attempt in
    ///   try await ServiceContext.withValue(telemetry.context(of: attempt)) {
    ///     try await send(attempt)
    ///   }
    /// }
    /// ```
    ///
    /// - Returns: the present context, if the attempt has no span.
    public func context(of attempt: Attempt) -> ServiceContext {
      spans?.context(request: attempt.request, attempt: attempt.number)
        ?? ServiceContext.current ?? .topLevel
    }
  }
#endif
