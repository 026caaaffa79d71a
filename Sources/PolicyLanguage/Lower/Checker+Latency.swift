import PolicyGraph

extension Checker {
  /// Reads a `latency`, of an endpoint or of a model.
  mutating func latency(_ statement: Statement) -> ID<Latency>? {
    guard statement.sound else { return nil }
    var row = Latency()
    var points: [LatencyPoint] = []
    for i in statement.first..<statement.end where args[i].row == 255 {
      guard let point = point(args[i], statement) else { return nil }
      points.append(point)
    }
    let exponential = positional(statement) != nil
    let fixed = value(statement, .fixed)?.time
    let mean = value(statement, .mean)?.time
    let said = (points.isEmpty ? 0 : 1) + (exponential ? 1 : 0) + (fixed == nil ? 0 : 1)
    let message: String?
    if said != 1 || (mean != nil) != exponential {
      message = "`latency` is percentiles, or `fixed: T`, or `exponential, mean: T`"
    } else if points.count == 1 {
      message = "`latency` needs two percentiles or more, as in `p50: 400ms, p99: 3s`"
    } else if zip(points, points.dropFirst()).contains(where: {
      $0.percentile >= $1.percentile || $0.value >= $1.value
    }) {
      message = "percentiles and their durations must increase"
    } else {
      message = nil
    }
    if let message {
      report(.combination(file: file, range: tree.range(statement.node), message))
      return nil
    }
    row.kind = exponential ? .exponential : fixed != nil ? .fixed : .percentiles
    row.value = mean ?? fixed ?? points.first?.value ?? .zero
    row.points = graph.latencyPoints.add(contentsOf: points)
    return graph.latencies.add(row)
  }

  private mutating func point(_ argument: Argument, _ statement: Statement) -> LatencyPoint? {
    let label = Array(words.bytes(argument.labelWord))
    guard label.first == UInt8(ascii: "p"), label.count > 1,
      case .success(let literal) = Literal.percentile(label, 0, label.count),
      let time = argument.value.time
    else {
      let text = words.text(argument.labelWord)
      report(
        .unknownLabel(
          file: file, range: labelRange(argument, statement), label: text, keyword: "latency",
          labels: ["p50", "p99", "fixed", "mean"],
          near: allNearest(text, in: ["p50", "p90", "p99", "fixed", "mean"])))
      return nil
    }
    guard (1...999_999).contains(literal.a) else {
      report(
        .outOfRange(
          file: file, range: labelRange(argument, statement), place: "a percentile", low: "p0.0001",
          high: "p99.9999"))
      return nil
    }
    var point = LatencyPoint()
    point.percentile = Percentile(millionths: literal.a)
    point.value = time
    return point
  }

  /// Reads a `capacity`, of an endpoint or of a model.
  mutating func capacity(_ statement: Statement) -> ID<Capacity>? {
    guard let servers = value(statement, .servers)?.count else { return nil }
    var row = Capacity()
    row.servers = servers
    row.queue = value(statement, .queue)?.count
    row.dropAbandoned = positional(statement) != nil
    return graph.capacities.add(row)
  }
}
