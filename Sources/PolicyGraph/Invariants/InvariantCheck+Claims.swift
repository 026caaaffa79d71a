extension InvariantCheck {
  /// Guarantees: each has what it claims.
  mutating func guarantees(of graph: FailoverGraph) {
    each(graph.guarantees.rows) { check, claim in
      switch claim.kind {
      case .survives:
        check.require(
          claim.any != nil && claim.label != nil, "survives says how many of which label")
      case .reaches:
        check.require(
          claim.target != nil && claim.time != nil, "reaches says what, and within which time")
      case .attempts: check.require(claim.count != nil, "attempts have a bound")
      case .latency: check.require(claim.time != nil, "latency has a bound")
      case .amplification: check.require(claim.factor != nil, "amplification has a bound")
      case .availability: check.require(claim.share != nil, "availability has a bound")
      case .carries:
        check.require(
          (claim.rate != nil) != claim.declaredLoad, "carries has a load or the declared one")
        check.require(claim.rate.isAboveZero, "a load is above zero")
        check.require(
          (claim.any == nil) == (claim.label == nil),
          "carries says how many of which label, or neither")
      case .staysWithin:
        check.require(
          claim.label != nil && !claim.names.isEmpty, "stays-within says which names of which label"
        )
      case .neverRepeats: break
      }
    }
  }

  /// Scenarios: traffic ends, and faults and expectations have what their kind needs.
  mutating func scenarios(of graph: FailoverGraph) {
    each(graph.scenarios.rows) { check, scenario in
      check.require(!scenario.traffic.isEmpty, "a scenario has traffic")
    }
    each(graph.traffic.rows) { check, traffic in check.traffic(traffic) }
    each(graph.givens.rows) { check, given in
      check.require(
        (given.kind == .handler) == (given.handler != nil),
        "a handler, and nothing else that is given, has a name")
    }
    each(graph.faults.rows) { check, fault in check.fault(fault) }
    each(graph.expects.rows) { check, expect in check.expect(expect) }
  }

  private mutating func traffic(_ traffic: Traffic) {
    let sources =
      (traffic.rate != nil ? 1 : 0) + (traffic.clients != nil ? 1 : 0)
      + (traffic.trace != nil ? 1 : 0)
    require(sources == 1, "traffic has a rate, clients or a trace")
    require(traffic.rate.isAboveZero, "a rate of arrivals is above zero")
    require(traffic.trace != nil || traffic.duration != nil, "traffic that is made up ends")
    require((traffic.sizeMin == nil) == (traffic.sizeMax == nil), "a range of sizes has two ends")
    require(traffic.sizeMin ?? 0 <= traffic.sizeMax ?? 0, "a range of sizes rises")
    require((traffic.tag == nil) == (traffic.tagValue == nil), "a tag has a value")
  }

  private mutating func fault(_ fault: Fault) {
    let places = (fault.endpoint != nil ? 1 : 0) + (fault.domain != nil ? 1 : 0)
    switch fault.kind {
    case .outage, .blackhole, .errors, .quota, .malformed: break
    case .slow: require(fault.factor != nil || fault.add != nil, "slow says by how much")
    case .rateLimit: require(fault.rate != nil, "a rate limit has a rate")
    case .revoke: require(fault.reference != nil, "a credential that is revoked is named")
    case .cut: require(fault.share != nil, "a cut says after which share")
    case .flap:
      require(
        fault.up ?? .zero > .zero && fault.down ?? .zero > .zero,
        "flapping has two times above zero")
    case .capacity: require(fault.factor != nil, "a change of capacity has a factor")
    case .load: require(fault.factor != nil, "a change of load has a factor")
    }
    require(
      fault.kind == .errors || (fault.body == nil && fault.after == nil),
      "only errors have a body and a time of their own")
    require(fault.body == nil || fault.code == nil, "an error has one body")
    switch fault.kind {
    case .load, .revoke: require(places == 0, "load and credentials have no place")
    case .outage, .blackhole, .errors, .slow, .rateLimit, .quota, .cut, .malformed, .flap,
      .capacity:
      require(places == 1, "a fault is at one endpoint or in one domain")
    }
  }

  private mutating func expect(_ expect: Expect) {
    switch expect.measure {
    case .availability, .degraded:
      require(
        expect.atLeast != nil || expect.atMostShare != nil, "a share that is expected has a bound")
    case .latency:
      require(expect.percentile != nil, "a latency that is expected has a percentile")
      require(expect.atMostTime != nil, "a time that is expected has a bound")
    case .failover, .failback, .recovery:
      require(expect.atMostTime != nil, "a time that is expected has a bound")
    case .amplification:
      require(expect.atMostFactor != nil, "a multiple that is expected has a bound")
    case .attempts:
      require(
        expect.atMostRate != nil || expect.atMostCount != nil,
        "attempts that are expected have a bound")
    case .duplicates:
      require(expect.atMostCount != nil, "duplicates that are expected have a bound")
    }
  }
}
