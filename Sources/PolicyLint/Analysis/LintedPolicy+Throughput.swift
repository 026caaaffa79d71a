import PolicyGraph
import PolicyLanguage

/// Requests per second, in millionths: as exact as a limit and a load are compared.
struct Flow: Comparable {
  /// Millionths of a request in each second.
  let micro: Int128

  /// A rate as a flow.
  init(_ rate: Rate) {
    micro = Int128(rate.amount) * 1_000_000 * 1_000_000_000 / Int128(max(rate.per.ns, 1))
  }

  /// So many millionths.
  init(micro: Int128) { self.micro = micro }

  /// As many requests as are in flight at once, each for `time`.
  init(inFlight count: UInt32, each time: Tick) {
    micro = Int128(count) * 1_000_000 * 1_000_000_000 / Int128(max(time.ns, 1))
  }

  static func < (a: Flow, b: Flow) -> Bool { a.micro < b.micro }
  static func + (a: Flow, b: Flow) -> Flow { Flow(micro: a.micro + b.micro) }
  static func - (a: Flow, b: Flow) -> Flow { Flow(micro: a.micro - b.micro) }
  static let zero = Flow(micro: 0)

  /// As a policy spells a rate, with one decimal where the number is small: `12.5/s`.
  var spelling: String {
    let tenths = micro / 100_000
    return tenths % 10 == 0 || tenths >= 1000
      ? "\(tenths / 10)/s" : "\(tenths / 10).\(tenths % 10)/s"
  }
}

extension LintedPolicy {
  /// The most that an endpoint can carry by what is declared of it; nil if nothing is.
  ///
  /// Never too little: a limit that endpoints share is counted for each of them, and the median
  /// stands for the mean, which is above it. What does not fit into this does not fit at all.
  func throughput(_ id: ID<Endpoint>) -> Flow? {
    let endpoint = graph.endpoints[id]
    var bounds: [Flow] = []
    for limit in graph.limits[endpoint.limits] {
      // Keys and accounts have their limits each; there are no more accounts than keys.
      let times: Int128 =
        limit.scope == .credential || limit.scope == .account
        ? Int128(max(endpoint.credentials.count, 1)) : 1
      if let rate = limit.requests { bounds.append(Flow(micro: Flow(rate).micro * times)) }
      if let count = limit.concurrency, let time = usualTime(endpoint) {
        bounds.append(Flow(micro: Flow(inFlight: count, each: time).micro * times))
      }
    }
    if let id = endpoint.capacity, let time = usualTime(endpoint) {
      bounds.append(Flow(inFlight: graph.capacities[id].servers, each: time))
    }
    return bounds.min()
  }

  /// What each endpoint can carry, in the order of the endpoints.
  func throughputs() -> [Flow?] { graph.endpoints.ids.map { throughput($0) } }

  /// What some endpoints can carry together; nil if one of them may carry anything.
  func sum(_ endpoints: [ID<Endpoint>], _ flows: [Flow?]) -> Flow? {
    var sum = Flow.zero
    for endpoint in endpoints {
      guard let flow = flows[endpoint.index] else { return nil }
      sum = sum + flow
    }
    return sum
  }

  /// A time that the mean of an endpoint's latency is not below; nil if none is declared.
  private func usualTime(_ endpoint: Endpoint) -> Tick? {
    guard let id = endpoint.latency else { return nil }
    let latency = graph.latencies[id]
    switch latency.kind {
    case .fixed, .exponential: return latency.value > .zero ? latency.value : nil
    case .percentiles:
      return graph.latencyPoints[latency.points].first { $0.percentile.millionths == 500_000 }?
        .value
    }
  }
}
