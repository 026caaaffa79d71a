import PolicyGraph

/// What a request does that nobody answers, in the best case: the shortest waits, nobody down.
///
/// No limit is full and no budget spent. Checker and lint rules count by it what can happen in
/// time.
struct Silence {
  /// A length of the way, as messages add it up.
  struct Part: Equatable {
    var place: Int
    var time: Tick
    var count: Int64 = 1
    var isWait = false
  }

  /// When each endpoint of the order is asked first; nil: never.
  fileprivate(set) var askedAt: [Tick?]
  /// Tries at the same endpoint for which there was no time left, and when they were due.
  fileprivate(set) var refused: [(response: ID<Response>, place: Int, at: Tick)] = []
  /// Tries at the same endpoint that came about.
  fileprivate(set) var carriedOut: Set<ID<Response>> = []

  fileprivate struct Leg {
    var place: Int
    var start: Tick
    var until: Tick
  }

  fileprivate var now = Tick.zero
  fileprivate var end: Tick
  fileprivate var attempts = 0
  fileprivate var attemptsMax: Int
  fileprivate var hedges = 0
  fileprivate var hedgeAt: Tick?
  fileprivate var legs: [Leg] = []
  fileprivate var isLeft: [Bool]
  fileprivate var waits: [Int]
  fileprivate var parts: [Part] = []
  /// The sum that left each endpoint too little time when its turn came first.
  fileprivate var refusals: [Int: String] = [:]

  /// More steps than these are not followed: then nothing is known, and nothing is said.
  fileprivate static let stepsMax = 4096

  fileprivate init(_ count: Int, end: Tick, attemptsMax: Int) {
    askedAt = Array(repeating: nil, count: count)
    isLeft = Array(repeating: false, count: count)
    waits = Array(repeating: 0, count: count)
    self.end = end
    self.attemptsMax = attemptsMax
  }

  /// Why none of some endpoints is asked, if it is for want of time: what is spent before, and the
  /// least that the attempt wants.
  func refusal(of places: Range<Int>) -> String? {
    guard !places.contains(where: { askedAt[$0] != nil }) else { return nil }
    return places.lazy.compactMap { refusals[$0] }.first
  }

  fileprivate mutating func add(_ part: Part) {
    let same = parts.lastIndex { $0.place == part.place && $0.isWait == part.isWait }
    if let same, part.isWait {
      parts[same].time = parts[same].time + part.time
    } else if let same, parts[same].time == part.time {
      parts[same].count += 1
    } else {
      parts.append(part)
    }
  }

  /// The parts as a sum: `2 × 25s + 400ms`.
  fileprivate func sum(and least: Tick) -> String {
    var shown: [(count: Int64, time: Tick)] = []
    for part in parts + [Part(place: -1, time: least)] where part.time > .zero {
      if let last = shown.last, last.time == part.time {
        shown[shown.count - 1].count += part.count
      } else {
        shown.append((part.count, part.time))
      }
    }
    return shown.map { $0.count == 1 ? $0.time.spelling : "\($0.count) × \($0.time.spelling)" }
      .joined(separator: " + ")
  }
}

extension Checker {
  /// Leads a request of a route through endpoints none of which answers.
  func silence(_ order: [ID<Endpoint>], on route: Route) -> Silence {
    let attempts = route.retry.map { Int(graph.retries[$0].attempts) } ?? 1
    var silence = Silence(order.count, end: graph.mainPathEnd(route), attemptsMax: attempts)
    guard let first = candidate(order, route, &silence) else { return silence }
    send(first, order, route, &silence)
    for _ in 0..<Silence.stepsMax {
      guard
        let next = silence.legs.indices.min(by: { silence.legs[$0].until < silence.legs[$1].until })
      else {
        return silence
      }
      let leg = silence.legs[next]
      if let hedge = silence.hedgeAt, hedge < leg.until {
        silence.hedgeAt = nil
        silence.add(Silence.Part(place: leg.place, time: hedge - silence.now))
        silence.now = hedge
        if silence.attempts < silence.attemptsMax, let other = candidate(order, route, &silence) {
          silence.hedges += 1
          send(other, order, route, &silence)
        }
        continue
      }
      // An attempt that the end of the path cuts short is told by its own timeout.
      let whole = unanswered(graph.endpoints[order[leg.place]], route)
      silence.add(
        Silence.Part(
          place: leg.place, time: silence.now == leg.start ? whole : leg.until - silence.now))
      silence.now = leg.until
      silence.legs.remove(at: next)
      guard silence.legs.isEmpty else {
        silence.isLeft[leg.place] = true
        continue
      }
      silence.hedgeAt = nil
      guard respond(leg.place, order, route, &silence) else { return silence }
    }
    return silence
  }

  /// The first endpoint that may be asked now.
  private func candidate(
    _ order: [ID<Endpoint>], _ route: Route, leaving: Int? = nil, same: Name? = nil,
    _ silence: inout Silence
  ) -> Int? {
    for place in order.indices where place != leaving && !silence.isLeft[place] {
      let endpoint = graph.endpoints[order[place]]
      if silence.legs.contains(where: { $0.place == place }) { continue }
      if let same, let leaving, !shares(same, order[leaving], order[place]) { continue }
      if !route.requires.isEmpty, !supports(endpoint, route) { continue }
      let least = graph.leastTime(endpoint)
      if silence.now + least <= silence.end, silence.now < silence.end { return place }
      if silence.refusals[place] == nil { silence.refusals[place] = silence.sum(and: least) }
    }
    return nil
  }

  private func supports(_ endpoint: Endpoint, _ route: Route) -> Bool {
    graph.features[route.requires].allSatisfy(graph.features[endpoint.supports].contains)
  }

  private func send(
    _ place: Int, _ order: [ID<Endpoint>], _ route: Route, _ silence: inout Silence
  ) {
    let endpoint = graph.endpoints[order[place]]
    silence.attempts += 1
    if silence.askedAt[place] == nil { silence.askedAt[place] = silence.now }
    let until = Swift.min(silence.now + unanswered(endpoint, route), silence.end)
    silence.legs.append(Silence.Leg(place: place, start: silence.now, until: until))
    guard let id = route.hedge, silence.hedges < Int(graph.hedges[id].max),
      silence.attempts < silence.attemptsMax,
      let delay = graph.hedges[id].after ?? graph.hedges[id].atLeast
    else { return }
    silence.hedgeAt = silence.now + delay
  }

  /// Carries the first response out that can be; whether the request goes on.
  private func respond(
    _ place: Int, _ order: [ID<Endpoint>], _ route: Route, _ silence: inout Silence
  ) -> Bool {
    let endpoint = graph.endpoints[order[place]]
    guard let retry = endpoint.retry ?? route.retry,
      let found = classOfSilence(endpoint.errors ?? route.errors),
      let rule = rule(for: found, in: retry)
    else { return false }
    if graph.rules[rule].reconcile, let settle = graph.rules[rule].settle {
      silence.add(Silence.Part(place: place, time: settle, isWait: true))
      silence.now = silence.now + settle
    }
    for id in graph.rules[rule].responses {
      let response = graph.responses[id]
      switch response.kind {
      case .sameEndpoint:
        guard silence.waits[place] < Int(response.times), silence.attempts < silence.attemptsMax
        else { continue }
        let wait = shortestWait(response, silence.waits[place])
        guard silence.now + wait + graph.leastTime(endpoint) <= silence.end else {
          if !silence.refused.contains(where: { $0.response == id }) {
            silence.refused.append((id, place, silence.now + wait))
          }
          continue
        }
        silence.carriedOut.insert(id)
        silence.waits[place] += 1
        if wait > .zero { silence.add(Silence.Part(place: place, time: wait, isWait: true)) }
        silence.now = silence.now + wait
        send(place, order, route, &silence)
        return true
      case .failover:
        guard silence.attempts < silence.attemptsMax,
          let next = candidate(order, route, leaving: place, same: response.same, &silence)
        else { continue }
        silence.isLeft[place] = true
        send(next, order, route, &silence)
        return true
      case .rotateCredential, .resume: continue
      case .reroute, .degrade, .fail: return false
      }
    }
    return false
  }

  private func shortestWait(_ response: Response, _ n: Int) -> Tick {
    guard let backoff = response.backoff else { return .zero }
    let delays = Delays(graph.backoffs[backoff])
    return delays.first(n + 1).last.map(delays.certain) ?? .zero
  }

  /// The class that a table gives to an attempt of which nothing is heard; nil where no row of it
  /// knows a timeout, and no rule answers.
  func classOfSilence(_ table: ID<ErrorTable>) -> ID<ErrorClass>? {
    guard table.index < graph.errorTables.count else { return nil }
    return graph.errorRows[graph.errorTables[table].rows].first { row in
      graph.matches[row.matches].allSatisfy { $0.field == .transport }
        && graph.matches[row.matches].contains { $0.transport == .timeout }
    }?.errorClass
  }
}
