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
    var s = Silence(order.count, end: graph.mainPathEnd(route), attemptsMax: attempts)
    guard let first = candidate(order, route, &s) else { return s }
    send(first, order, route, &s)
    for _ in 0..<Silence.stepsMax {
      guard let next = s.legs.indices.min(by: { s.legs[$0].until < s.legs[$1].until }) else {
        return s
      }
      let leg = s.legs[next]
      if let hedge = s.hedgeAt, hedge < leg.until {
        s.hedgeAt = nil
        s.add(Silence.Part(place: leg.place, time: hedge - s.now))
        s.now = hedge
        if s.attempts < s.attemptsMax, let other = candidate(order, route, &s) {
          s.hedges += 1
          send(other, order, route, &s)
        }
        continue
      }
      // An attempt that the end of the path cuts short is told by its own timeout.
      let whole = unanswered(graph.endpoints[order[leg.place]], route)
      s.add(Silence.Part(place: leg.place, time: s.now == leg.start ? whole : leg.until - s.now))
      s.now = leg.until
      s.legs.remove(at: next)
      guard s.legs.isEmpty else {
        s.isLeft[leg.place] = true
        continue
      }
      s.hedgeAt = nil
      guard respond(leg.place, order, route, &s) else { return s }
    }
    return s
  }

  /// The first endpoint that may be asked now.
  private func candidate(
    _ order: [ID<Endpoint>], _ route: Route, leaving: Int? = nil, same: Name? = nil,
    _ s: inout Silence
  ) -> Int? {
    for place in order.indices where place != leaving && !s.isLeft[place] {
      let endpoint = graph.endpoints[order[place]]
      if s.legs.contains(where: { $0.place == place }) { continue }
      if let same, let leaving, !shares(same, order[leaving], order[place]) { continue }
      if !route.requires.isEmpty, !supports(endpoint, route) { continue }
      let least = graph.leastTime(endpoint)
      if s.now + least <= s.end, s.now < s.end { return place }
      if s.refusals[place] == nil { s.refusals[place] = s.sum(and: least) }
    }
    return nil
  }

  private func supports(_ endpoint: Endpoint, _ route: Route) -> Bool {
    graph.features[route.requires].allSatisfy(graph.features[endpoint.supports].contains)
  }

  private func send(
    _ place: Int, _ order: [ID<Endpoint>], _ route: Route, _ s: inout Silence
  ) {
    let endpoint = graph.endpoints[order[place]]
    s.attempts += 1
    if s.askedAt[place] == nil { s.askedAt[place] = s.now }
    let until = Swift.min(s.now + unanswered(endpoint, route), s.end)
    s.legs.append(Silence.Leg(place: place, start: s.now, until: until))
    guard let id = route.hedge, s.hedges < Int(graph.hedges[id].max),
      s.attempts < s.attemptsMax, let delay = graph.hedges[id].after ?? graph.hedges[id].atLeast
    else { return }
    s.hedgeAt = s.now + delay
  }

  /// Carries the first response out that can be; whether the request goes on.
  private func respond(
    _ place: Int, _ order: [ID<Endpoint>], _ route: Route, _ s: inout Silence
  ) -> Bool {
    let endpoint = graph.endpoints[order[place]]
    guard let retry = endpoint.retry ?? route.retry,
      let found = classOfSilence(endpoint.errors ?? route.errors),
      let rule = rule(for: found, in: retry)
    else { return false }
    if graph.rules[rule].reconcile, let settle = graph.rules[rule].settle {
      s.add(Silence.Part(place: place, time: settle, isWait: true))
      s.now = s.now + settle
    }
    for id in graph.rules[rule].responses {
      let response = graph.responses[id]
      switch response.kind {
      case .sameEndpoint:
        guard s.waits[place] < Int(response.times), s.attempts < s.attemptsMax else { continue }
        let wait = shortestWait(response, s.waits[place])
        guard s.now + wait + graph.leastTime(endpoint) <= s.end else {
          if !s.refused.contains(where: { $0.response == id }) {
            s.refused.append((id, place, s.now + wait))
          }
          continue
        }
        s.carriedOut.insert(id)
        s.waits[place] += 1
        if wait > .zero { s.add(Silence.Part(place: place, time: wait, isWait: true)) }
        s.now = s.now + wait
        send(place, order, route, &s)
        return true
      case .failover:
        guard s.attempts < s.attemptsMax,
          let next = candidate(order, route, leaving: place, same: response.same, &s)
        else { continue }
        s.isLeft[place] = true
        send(next, order, route, &s)
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
