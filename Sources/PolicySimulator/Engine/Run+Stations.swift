import PolicyGraph
import PolicyRuntime

/// Work at endpoints that serve so many at once.
extension Run {
  /// Puts an attempt into a station; one that is full turns it away.
  mutating func join(_ endpoint: Int, _ place: Int, _ index: Int, work: Double) {
    let request = requests.at(place)
    let route = Int(request.value.route)
    if faultState[endpoint].takesServers >= 0 {
      tally.mark(faultState[endpoint].takesServers, route, .felt)
    }
    let isFree = stations[endpoint].busy < stations[endpoint].servers
    guard isFree || stations[endpoint].waiting < stations[endpoint].queue else {
      var leg = request.value[index]
      let table = world.routeModels[route].errors
      leg.at = now + World.roundTrip
      leg.outcome = Int32(truncatingIfNeeded: world.outcomes.place(.full, endpoint, table))
      if leg.fault < 0 { leg.fault = Int32(truncatingIfNeeded: faultState[endpoint].takesServers) }
      if leg.fault >= 0 { tally.mark(Int(leg.fault), route, .hurt) }
      request.value[index] = leg
      tally.reject(endpoint, request.value.arrivedAt)
      return
    }
    guard jobs.count < 2 * Run.aliveMax else {
      stopped = .tooManyAlive
      return
    }
    let j = jobs.take()
    jobs[j].request = Int32(truncatingIfNeeded: place)
    jobs[j].generation = request.value.generation
    jobs[j].leg = UInt8(truncatingIfNeeded: index)
    jobs[j].number = request.value[index].number
    jobs[j].endpoint = Int32(truncatingIfNeeded: endpoint)
    jobs[j].next = -1
    jobs[j].work = work
    jobs[j].outcome = request.value[index].outcome
    request.value[index].job = Int32(truncatingIfNeeded: j)
    if isFree { return start(j) }
    jobs[j].state = .waiting
    var leg = request.value[index]
    waitForFirstByte(&leg, endpoint, route)
    request.value[index] = leg
    stations[endpoint].waiting += 1
    if stations[endpoint].last >= 0 {
      jobs[Int(stations[endpoint].last)].next = Int32(truncatingIfNeeded: j)
    } else {
      stations[endpoint].first = Int32(truncatingIfNeeded: j)
    }
    stations[endpoint].last = Int32(truncatingIfNeeded: j)
  }

  /// Whether the request's leg still waits for a job.
  @inline(__always)
  private mutating func isWanted(_ j: Int) -> Bool {
    let place = Int(jobs[j].request)
    let request = requests.at(place)
    guard request.value.generation == jobs[j].generation else { return false }
    let index = jobs[j].leg
    return request.value.legs & (1 << index) != 0
      && request.value[Int(index)].number == jobs[j].number
  }

  private mutating func start(_ j: Int) {
    let endpoint = Int(jobs[j].endpoint)
    stations[endpoint].busy += 1
    jobs[j].state = .served
    var endsAt = now + jobs[j].work.nanoseconds
    if isWanted(j) {
      let place = Int(jobs[j].request)
      let request = requests.at(place)
      let index = Int(jobs[j].leg)
      var leg = request.value[index]
      leg.outcome = jobs[j].outcome
      run(&leg, endpoint, takes: jobs[j].work, place)
      // The end of the work is the end of the answer; a client that does not wait so long hears
      // nothing, and the server does not know.
      if !leg.isLost { endsAt = leg.endsAt == .max ? endsAt : leg.endsAt }
      if !leg.isFirstByte && !leg.isLost {
        leg.at = .max
        leg.servedAt = endsAt
      }
      request.value[index] = leg
      if leg.isFirstByte || leg.isLost { advanceLater(place) }
    }
    jobs[j].entry = push(endsAt, j, .job)
  }

  /// Makes sure that a request is looked at when its leg is heard of.
  private mutating func advanceLater(_ place: Int) {
    let request = requests.at(place)
    let at = request.value.nextAt
    guard at < request.value.entryAt else { return }
    request.value.entryAt = at
    request.value.entry = push(at, place, .request)
  }

  /// A job is done: its answer goes out, and the next begins.
  mutating func finish(job j: Int) {
    let endpoint = Int(jobs[j].endpoint)
    let isWanted = isWanted(j)
    let place = Int(jobs[j].request)
    let request = requests.at(place)
    let index = Int(jobs[j].leg)
    release(j)
    stations[endpoint].busy -= 1
    serveNext(endpoint)
    guard isWanted else { return }
    request.value[index].job = -1
    request.value[index].servedAt = .max
    if request.value[index].isLost { return }
    request.value[index].isFirstByte = false
    request.value[index].at = now
    advance(place)
  }

  private mutating func release(_ j: Int) {
    jobs[j].state = .unused
    jobs[j].entry = 0
    jobs[j].request = -1
    jobs.give(j)
  }

  /// Begins what waits, as long as there is a server.
  mutating func serveNext(_ endpoint: Int) {
    while stations[endpoint].busy < stations[endpoint].servers, stations[endpoint].first >= 0 {
      let j = Int(stations[endpoint].first)
      stations[endpoint].first = jobs[j].next
      if stations[endpoint].first < 0 { stations[endpoint].last = -1 }
      if jobs[j].state == .dropped {
        release(j)
        continue
      }
      stations[endpoint].waiting -= 1
      refresh(endpoint)
      start(j)
    }
  }

  /// The client gave up on a job: it is worked on all the same, unless the station drops such work.
  mutating func abandon(_ j: Int, _ place: Int) {
    let endpoint = Int(jobs[j].endpoint)
    if !stations[endpoint].dropsAbandoned {
      // What will be carried out, will be: nobody can take it back.
      let isLost = requests[place][Int(jobs[j].leg)].isLost
      if jobs[j].outcome < 0, !isLost { execute(endpoint, at: .max, place) }
      return
    }
    switch jobs[j].state {
    case .waiting:
      jobs[j].state = .dropped
      stations[endpoint].waiting -= 1
    case .served:
      release(j)
      stations[endpoint].busy -= 1
      serveNext(endpoint)
    case .unused, .dropped: break
    }
  }

  /// Faults add and remove servers; an outage empties the station.
  mutating func changeFaults(at endpoint: Int) {
    refresh(endpoint)
    let here = faultState.at(endpoint)
    if stations[endpoint].isOpen {
      stations[endpoint].servers = Int(
        Double(stations[endpoint].declared) * here.value.capacity + 1e-9)
      if here.value.refuses >= 0 { clear(endpoint, here.value.refuses, .cut) }
      if here.value.swallows >= 0 { clear(endpoint, here.value.swallows, nil) }
      serveNext(endpoint)
    }
    if here.value.until != .max { schedule(.change(endpoint), at: here.value.until) }
  }

  /// Ends all work at a station; those who wait hear of it by `cause`, or hear nothing.
  private mutating func clear(_ endpoint: Int, _ fault: Int, _ cause: Outcomes.Cause?) {
    var ended: [Int] = []
    for j in 0..<jobs.places where Int(jobs[j].endpoint) == endpoint && jobs[j].state != .unused {
      ended.append(j)
    }
    stations[endpoint].busy = 0
    stations[endpoint].waiting = 0
    stations[endpoint].first = -1
    stations[endpoint].last = -1
    // First all work ends, then those who waited hear of it: what they do next may bring new work.
    var told: [Int] = []
    for j in ended {
      let place = Int(jobs[j].request)
      let request = requests.at(place)
      let index = Int(jobs[j].leg)
      let isWanted = isWanted(j)
      release(j)
      guard isWanted else { continue }
      let route = Int(request.value.route)
      tally.mark(fault, route, .hurt)
      var leg = request.value[index]
      hear(of: fault, cause, &leg, endpoint, route)
      request.value[index] = leg
      told.append(place)
    }
    for place in told {
      // Who hears nothing waits for its own times again.
      if cause == nil { advanceLater(place) } else { advance(place) }
    }
  }

  private mutating func hear(
    of fault: Int, _ cause: Outcomes.Cause?, _ leg: inout LiveLeg, _ endpoint: Int, _ route: Int
  ) {
    leg.job = -1
    leg.servedAt = .max
    leg.fault = Int32(truncatingIfNeeded: fault)
    guard let cause else {
      leg.isLost = true
      if leg.isFirstByte { leg.at = .max }
      return
    }
    let table = world.routeModels[route].errors
    leg.isFirstByte = false
    leg.at = now
    leg.endsAt = now
    leg.outcome = Int32(truncatingIfNeeded: world.outcomes.place(cause, endpoint, table))
  }
}
