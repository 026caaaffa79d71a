import PolicyGraph
import PolicyRuntime

/// What a pass over a topology allows.
struct Pass {
  /// 1, 2 or 3.
  var number: Int
  var shared: Bool
  var probes: Bool
  /// Breakers and probes are ignored.
  var panic = false
  /// Drained members are asked.
  var drained = false
  /// Panic does not strike, however little is eligible.
  var neverPanics = false
}

/// What is asked of a candidate, beside what the request itself asks.
struct Ask {
  var request: ReferenceRequest
  var now: Tick
  /// When the path ends.
  var end: Tick
  /// The endpoint that just failed and is being left.
  var leaving: ID<Endpoint>?
  /// Only endpoints equal to `leaving` in this label.
  var same: String?
  /// To go on with an answer that was cut.
  var goesOn = false
  /// To be asked again: what the request did there does not matter.
  var staying = false
  /// Only to be asked about a request: what the request needs does not matter.
  var inquires = false
  /// Whether it is only asked how things will stand: no breaker is looked at.
  var peeks = false
  /// Only a credential that was not tried there.
  var untried = false
}

/// Why an endpoint is passed over.
enum Refusal: Equatable {
  case failedOver, inFlight, notServed, notSupported, otherDomain, tooLarge, notLarger, excluded,
    isolated
  case probeDown
  case breaker, cooling, credential, limitFull, noTimeLeft
}

enum Checked {
  case eligible(ID<Credential>?)
  case refused(Refusal)
}

extension Reference {
  /// Whether an endpoint may serve now; `ignoringBreaker` where it is above the cap of ejection.
  func check(
    _ id: ID<Endpoint>, _ pass: Pass, _ ask: Ask, ignoringBreaker: Bool = false
  ) -> Checked {
    let (request, now) = (ask.request, ask.now)
    let endpoint = graph.endpoints[id]
    if let why = unfit(id, ask) { return .refused(why) }
    let figures = world.endpoints[id] ?? EndpointFigures()
    if isExcluded(id) { return .refused(.excluded) }
    if figures.isolated { return .refused(.isolated) }
    if !pass.panic {
      if figures.probeDown { return .refused(.probeDown) }
      if !ignoringBreaker, let key = breaker(id, request.route) {
        switch admission(key, now: now, peeking: ask.peeks) {
        case .closed: break
        case .probe: if !pass.probes { return .refused(.breaker) }
        case .refused: return .refused(.breaker)
        }
      }
    }
    if isCooling(id, allowShared: pass.shared, now: now) { return .refused(.cooling) }
    let size = ask.inquires ? 0 : request.facts.size
    let credential: ID<Credential>?
    switch usableCredential(id, pass, ask) {
    case .eligible(let found): credential = found
    case .refused(let why): return .refused(why)
    }
    for limit in graph.limits[endpoint.limits] where !isPerCredential(limit, credential) {
      guard let key = limitKey(limit, id, credential) else { continue }
      if !hasRoom(limit, at: key, size: size, processes: processesMost, now: now) {
        return .refused(.limitFull)
      }
    }
    if ask.end - now < leastTime(id) { return .refused(.noTimeLeft) }
    return .eligible(credential)
  }

  /// What is wrong with an endpoint for this request, whatever its health.
  func unfit(_ id: ID<Endpoint>, _ ask: Ask) -> Refusal? {
    let request = ask.request
    if ask.inquires { return nil }
    if !ask.staying {
      if request.failedOver.contains(id) || ask.leaving == id { return .failedOver }
      if request.legs.contains(where: { $0?.endpoint == id }) { return .inFlight }
    }
    if !serves(id, request.facts) { return .notServed }
    for feature in graph.features[graph.routes[request.route].requires]
    where !supports(id, graph.text(feature.name)) {
      return .notSupported
    }
    if ask.goesOn, !supports(id, "prefill"), !supports(id, "continuation") {
      return .notSupported
    }
    if let label = ask.same, let leaving = ask.leaving {
      guard let home = domain(of: leaving, label), domain(of: id, label) == home else {
        return .otherDomain
      }
    }
    if let context = context(id), request.facts.size > context { return .tooLarge }
    if let bound = request.contextTooSmall, let context = context(id), context <= bound {
      return .notLarger
    }
    return nil
  }

  /// Whether a request carries, of every tag that an endpoint names, one of its values.
  func serves(_ id: ID<Endpoint>, _ facts: PlainFacts) -> Bool {
    let values = graph.servedValues[graph.endpoints[id].serves]
    let tags = Set(values.map { graph.text($0.tag) })
    return tags.allSatisfy { tag in
      values.contains { graph.text($0.tag) == tag && graph.text($0.value) == facts.tag(tag) }
    }
  }

  func isPerCredential(_ limit: Limit, _ credential: ID<Credential>?) -> Bool {
    credential != nil && (limit.scope == .credential || limit.scope == .account)
  }

  /// The first credential in order that can be used; none, where the endpoint has none.
  func usableCredential(_ id: ID<Endpoint>, _ pass: Pass, _ ask: Ask) -> Checked {
    let endpoint = graph.endpoints[id]
    guard !endpoint.credentials.isEmpty else { return .eligible(nil) }
    var wasFull = false
    for credential in credentials(of: id) {
      if ask.untried,
        ask.request.tried.contains(Tried(endpoint: id, credential: reference(credential)))
      {
        continue
      }
      if isCooling(credential, at: id, allowShared: pass.shared, now: ask.now) { continue }
      let hasRoom = graph.limits[endpoint.limits].allSatisfy { limit in
        guard isPerCredential(limit, credential), let key = limitKey(limit, id, credential)
        else { return true }
        let size = ask.inquires ? 0 : ask.request.facts.size
        return self.hasRoom(
          limit, at: key, size: size, processes: processesMost, now: ask.now)
      }
      if hasRoom { return .eligible(credential) }
      wasFull = true
    }
    return .refused(wasFull ? .limitFull : .credential)
  }

  /// Whether an endpoint could be a half-open probe: eligible in all, and not closed.
  func couldProbe(_ id: ID<Endpoint>, _ pass: Pass, _ ask: Ask) -> Bool {
    // reading: its breaker is looked at first, whatever else is wrong with it.
    guard let key = breaker(id, ask.request.route), seen(key, now: ask.now).phase != .closed,
      case .eligible = check(id, pass, ask)
    else { return false }
    switch admission(key, now: ask.now) {
    case .probe: return true
    case .closed, .refused: return false
    }
  }
}
