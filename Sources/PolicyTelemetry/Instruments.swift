#if Telemetry
  internal import CoreMetrics
  internal import PolicyService

  /// Metrics by name and dimensions, each made when it is first told something.
  ///
  /// As many as the policy has names for: nothing of a request is a dimension.
  final class Instruments: Sendable {
    private struct Key: Hashable {
      var metric: PolicyMetric
      var values: [String]
    }

    private struct State {
      var counters: [Key: Counter] = [:]
      var timers: [Key: CoreMetrics.Timer] = [:]
      var meters: [Key: Meter] = [:]
    }

    private let factory: any MetricsFactory
    private let state = Lock(State())

    init(_ factory: any MetricsFactory) { self.factory = factory }

    /// Counts one more.
    func count(_ metric: PolicyMetric, _ values: [String?]) {
      let key = Instruments.key(metric, values)
      state.withLock { state in
        if let known = state.counters[key] { return known }
        let made = Counter(
          label: metric.rawValue, dimensions: Instruments.dimensions(key), factory: factory)
        state.counters[key] = made
        return made
      }.increment()
    }

    /// Records a time.
    func time(_ metric: PolicyMetric, _ values: [String?], ns: Int64) {
      let key = Instruments.key(metric, values)
      state.withLock { state in
        if let known = state.timers[key] { return known }
        let made = CoreMetrics.Timer(
          label: metric.rawValue, dimensions: Instruments.dimensions(key), factory: factory)
        state.timers[key] = made
        return made
      }.recordNanoseconds(ns)
    }

    /// The meter of a value that goes up and down.
    func meter(_ metric: PolicyMetric, _ values: [String?]) -> Meter {
      let key = Instruments.key(metric, values)
      return state.withLock { state in
        if let known = state.meters[key] { return known }
        let made = Meter(
          label: metric.rawValue, dimensions: Instruments.dimensions(key), factory: factory)
        state.meters[key] = made
        return made
      }
    }

    private static func key(_ metric: PolicyMetric, _ values: [String?]) -> Key {
      Key(metric: metric, values: values.map { $0 ?? "none" })
    }

    private static func dimensions(_ key: Key) -> [(String, String)] {
      zip(key.metric.dimensions, key.values).map { ($0.rawValue, $1) }
    }
  }
#endif
