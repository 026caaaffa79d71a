extension InvariantCheck {
  /// Endpoints and their parts.
  mutating func endpoints(of graph: FailoverGraph) {
    each(graph.endpoints.rows) { check, endpoint in
      check.require(endpoint.attemptTimeout > .zero, "the timeout of an attempt is above zero")
      check.beginNames()
      for member in graph.domainMembers[endpoint.domains] {
        let label = graph.domains[member.domain].label
        check.require(check.isNew(label), "an endpoint lies in one domain of a label")
      }
      check.beginNames()
      for attribute in graph.attributes[endpoint.attributes] {
        check.require(check.isNew(attribute.name), "an endpoint states an attribute once")
      }
      check.serves(graph.servedValues[endpoint.serves])
    }
    each(graph.limits.rows) { check, limit in
      check.require(
        limit.requests != nil || limit.tokens != nil || limit.concurrency != nil
          || limit.context != nil, "a limit limits something")
      check.require(limit.requests.isAboveZero, "a rate that limits is above zero")
      check.require(limit.tokens.isAboveZero, "a rate that limits is above zero")
    }
    each(graph.probes.rows) { check, probe in
      check.require(probe.every > .zero, "a probe has an interval above zero")
      check.require(probe.timeout > .zero, "a probe has a timeout above zero")
    }
    each(graph.statusRanges.rows) { check, range in
      check.require(range.first <= range.last, "a range of statuses rises")
    }
    each(graph.latencies.rows) { check, latency in check.latency(latency, of: graph) }
  }

  private mutating func serves(_ values: ArraySlice<ServedValue>) {
    beginNames()
    var tag: Name?
    for row in values where row.tag != tag {
      require(isNew(row.tag), "the values of a tag stand side by side")
      tag = row.tag
    }
    tag = nil
    for row in values {
      if row.tag != tag { beginNames() }
      require(isNew(row.value), "an endpoint serves a value once")
      tag = row.tag
    }
  }

  private mutating func latency(_ latency: Latency, of graph: FailoverGraph) {
    switch latency.kind {
    case .fixed: require(latency.points.isEmpty, "only percentiles have points")
    case .exponential:
      require(latency.points.isEmpty, "only percentiles have points")
      require(latency.value > .zero, "a mean is above zero")
    case .percentiles:
      let points = graph.latencyPoints[latency.points]
      require(points.count >= 2, "a distribution has two percentiles or more")
      var before = LatencyPoint()
      before.percentile = Percentile(millionths: 0)
      for point in points {
        require(point.percentile > before.percentile, "percentiles rise")
        require(point.value >= before.value, "the times of percentiles do not fall")
        require(point.value > .zero, "the time of a percentile is above zero")
        before = point
      }
      require(latency.value == points.first?.value, "a distribution begins at its first percentile")
    }
  }
}

extension Rate? {
  /// Whether it is none, or lets something through.
  var isAboveZero: Bool {
    guard let self else { return true }
    return self.amount > 0
  }
}
