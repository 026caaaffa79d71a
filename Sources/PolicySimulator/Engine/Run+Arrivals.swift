import PolicyGraph
import PolicyRuntime

/// Where requests come from.
extension Run {
  /// Begins a source.
  mutating func open(source: Int) {
    clientCounts.append([])
    switch world.sources[source].kind {
    case .rate(let rate, let kind):
      arrivals.append(ArrivalStream(source, rate: rate, kind, world, streams))
    case .clients(let count, let think):
      clientCounts[source] = Array(repeating: 0, count: count)
      for client in 0..<count {
        // Clients do not all begin at once: each somewhere in its first pause.
        let draw = streams.bits(.arrivals, UInt64(source) << 32, UInt64(client) + 1)
        let at = Int64(draw.unit * Double(think))
        schedule(.client(source: source, client: client, count: 0), at: at)
      }
    case .file(let file): openFile(file, source)
    }
  }

  // MARK: files

  private mutating func openFile(_ file: Int, _ source: Int) {
    guard file < options.traces.count else {
      stopped = .trace
      return
    }
    arrivals.append(ArrivalStream(source))
    readRow(arrivals.count - 1)
  }

  /// Reads on in the file of a stream.
  private mutating func readRow(_ stream: Int) {
    let source = arrivals[stream].source
    guard case .file(let file) = world.sources[source].kind else { return }
    do throws(TraceProblem) {
      let row = try options.traces[file].next()
      arrivals[stream].wait(for: row, until: world.sources[source].duration)
    } catch {
      traceProblem = error
      stopped = .trace
    }
  }

  /// A request as a row of a file says it; what the row leaves open is the policy's `traffic`.
  private mutating func arrival(_ row: TraceRow, _ stream: Int) -> Arrival {
    let origin = world.sources[arrivals[stream].source]
    var arrival = Arrival(
      key: arrivals[stream].takeKey(), route: origin.place, facts: origin.facts)
    if let name = row.route {
      for (place, route) in world.routes.enumerated()
      where world.graph.bytes(world.graph.routes[route].name).elementsEqual(name.utf8) {
        arrival.route = place
      }
    }
    arrival.facts.size = row.size ?? arrivals[stream].size(origin.sizes)
    for tag in row.tags {
      if let known = plan.tag(tag.name, is: tag.value) { arrival.facts.add(known) }
    }
    if !row.key.isEmpty {
      for group in world.graph.groups.rows {
        guard let name = group.stickyKey else { continue }
        if let known = plan.tag(world.graph.bytes(name), is: row.key) { arrival.facts.add(known) }
      }
    }
    return arrival
  }

  // MARK: streams

  /// The next request of a stream arrives.
  mutating func arrive(_ stream: Int) {
    if let row = arrivals[stream].row {
      let arrival = arrival(row, stream)
      readRow(stream)
      return begin(arrival, of: arrivals[stream].source)
    }
    let source = arrivals[stream].source
    let origin = world.sources[source]
    var arrival = Arrival(
      key: arrivals[stream].takeKey(), route: origin.place, facts: origin.facts)
    arrival.facts.size = arrivals[stream].size(origin.sizes)
    arrivals[stream].next()
    if world.hasLoads { feelLoad(origin.place) }
    begin(arrival, of: source)
  }

  private mutating func feelLoad(_ route: Int) {
    for (f, fault) in world.faults.enumerated()
    where fault.changesLoad(of: route) && fault.from <= now && now < fault.to {
      tally.mark(f, route, .felt)
    }
  }

  // MARK: closed loops

  /// A client of a closed loop sends its next request.
  mutating func begin(_ client: Int, _ count: Int, of source: Int) {
    let origin = world.sources[source]
    if now >= origin.duration { return }
    let key = Streams.mix(
      Streams.mix(UInt64(source) << 48 &+ UInt64(client) + 1) &+ UInt64(count))
    var arrival = Arrival(key: key, route: origin.place, facts: origin.facts)
    if origin.sizes.lowerBound < origin.sizes.upperBound {
      var random = Random(seed: streams.bits(.arrivals, key, 1))
      arrival.facts.size = random.between(origin.sizes.lowerBound, origin.sizes.upperBound)
    } else {
      arrival.facts.size = origin.sizes.lowerBound
    }
    clientCounts[source][client] = count + 1
    begin(arrival, of: source, client: Int32(truncatingIfNeeded: client))
  }

  /// A client thinks before its next request.
  mutating func pause(_ client: Int, of source: Int) {
    guard case .clients(_, let think) = world.sources[source].kind else { return }
    let count = clientCounts[source][client]
    schedule(.client(source: source, client: client, count: count), at: now + think)
  }
}
