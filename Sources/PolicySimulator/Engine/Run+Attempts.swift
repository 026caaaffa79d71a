import PolicyGraph
import PolicyRuntime

/// What becomes of an attempt.
extension Run {
  /// Sends an attempt: its fate is drawn when it is sent, or when a station gets to it.
  mutating func send(_ action: Action, _ place: Int) {
    let request = requests.at(place)
    let endpoint = action.endpoint.index
    var leg = LiveLeg()
    leg.number = action.attempt.number
    leg.endpoint = UInt16(truncatingIfNeeded: endpoint)
    leg.until = action.until.ns
    leg.sentAt = now
    let route = Int(request.value.route)
    request.value.attempts += 1
    tally.attempt(endpoint, route, request.value.arrivedAt, now)
    let time = request.value.ask(endpoint)
    let name = world.endpoints[endpoint].salt | UInt64(truncatingIfNeeded: time & 0x7FFF) + 1
    let index = Int(action.attempt.leg)
    refresh(endpoint)
    if !faultState[endpoint].isCalm || world.hasRevokes {
      if meets(action, endpoint, route, name, &leg, place) {
        request.value.legs |= 1 << action.attempt.leg
        request.value[index] = leg
        return
      }
    }
    let latency = world.endpoints[endpoint].latency
    var takes = latency.time(streams.bits(.service, request.value.key, name))
    if !faultState[endpoint].isCalm {
      drawFault(endpoint, route, name, &leg, place)
      if faultState[endpoint].slows != 0 {
        takes = takes * faultState[endpoint].factor + faultState[endpoint].add
        mark(faultState[endpoint].slows, endpoint, route)
        if leg.fault < 0 {
          let slow = world.endpoints[endpoint].faults[
            faultState[endpoint].slows.trailingZeroBitCount]
          leg.fault = Int32(truncatingIfNeeded: slow)
        }
      }
    }
    // An error that says how quickly it comes is neither faster nor slower than that.
    if leg.outcome >= 0, leg.fault >= 0, let after = world.faults[Int(leg.fault)].after {
      takes = after
    }
    request.value.legs |= 1 << action.attempt.leg
    if stations[endpoint].isOpen {
      request.value[index] = leg
      join(endpoint, place, index, work: takes)
    } else {
      run(&leg, endpoint, takes: takes, place)
      request.value[index] = leg
    }
  }

  /// Whether it does not come in at all: refused, swallowed, turned away.
  private mutating func meets(
    _ action: Action, _ endpoint: Int, _ route: Int, _ name: UInt64, _ leg: inout LiveLeg,
    _ place: Int
  ) -> Bool {
    let here = faultState.at(endpoint)
    let table = world.routeModels[route].errors
    func turn(_ outcome: Int, _ fault: Int, isRejected: Bool = false) -> Bool {
      leg.at = now + World.roundTrip
      leg.outcome = Int32(truncatingIfNeeded: outcome)
      leg.fault = Int32(truncatingIfNeeded: fault)
      if isRejected { tally.reject(endpoint, requests[place].arrivedAt) }
      tally.mark(fault, route, .hurt)
      return true
    }
    if here.value.refuses >= 0 {
      return turn(world.outcomes.place(.refused, endpoint, table), here.value.refuses)
    }
    if here.value.swallows >= 0 {
      leg.fault = Int32(truncatingIfNeeded: here.value.swallows)
      tally.mark(here.value.swallows, route, .hurt)
      lose(&leg, endpoint, place)
      return true
    }
    if world.hasRevokes, let credential = action.credential {
      for index in world.endpoints[endpoint].faults {
        let fault = world.faults[index]
        guard fault.kind == .revoke, fault.from <= now, now < fault.to,
          fault.revokes[credential.index]
        else { continue }
        return turn(world.outcomes.place(.revoked, endpoint, table), index)
      }
    }
    if here.value.quota >= 0 {
      return turn(
        world.outcomes.place(.quota, endpoint, table), here.value.quota, isRejected: true)
    }
    if here.value.limits >= 0, !admits(endpoint, here.value.limits) {
      return turn(
        world.outcomes.place(fault: here.value.limits, endpoint, table), here.value.limits,
        isRejected: true)
    }
    return false
  }

  /// Whether a limit that a fault sets has room: a bucket of as many as its rate names (GCRA, ITU-T
  /// I.371).
  private mutating func admits(_ endpoint: Int, _ fault: Int) -> Bool {
    guard let rate = world.faults[fault].rate, rate.amount > 0 else { return false }
    let interval = rate.per.ns / rate.amount
    let due = max(admitted[endpoint], now)
    guard due - now <= rate.per.ns - interval else { return false }
    admitted[endpoint] = due + interval
    return true
  }

  /// Draws whether its answer is an error, cannot be read, or is cut.
  private mutating func drawFault(
    _ endpoint: Int, _ route: Int, _ name: UInt64, _ leg: inout LiveLeg, _ place: Int
  ) {
    let here = faultState.at(endpoint)
    let table = world.routeModels[route].errors
    var left = here.value.drawn
    while left != 0 {
      let bit = left.trailingZeroBitCount
      left &= left - 1
      let index = world.endpoints[endpoint].faults[bit]
      let fault = world.faults[index]
      let draw = name ^ UInt64(truncatingIfNeeded: index + 1) << 48
      guard streams.occurs(fault.share, .faults, requests[place].key, draw) else { continue }
      let outcome =
        fault.kind == .errors
        ? world.outcomes.place(fault: index, endpoint, table)
        : world.outcomes.place(.malformed, endpoint, table)
      // An answer that no row of the table takes for a failure is an answer.
      guard world.outcomes[outcome].errorClass != nil else { continue }
      leg.outcome = Int32(truncatingIfNeeded: outcome)
      leg.fault = Int32(truncatingIfNeeded: index)
      tally.mark(index, route, .hurt)
      return
    }
    if here.value.cuts >= 0 {
      leg.outcome = Int32(truncatingIfNeeded: world.outcomes.place(.cut, endpoint, table))
      leg.fault = Int32(truncatingIfNeeded: here.value.cuts)
      tally.mark(here.value.cuts, route, .hurt)
    }
  }

  private mutating func mark(_ mask: UInt64, _ endpoint: Int, _ route: Int) {
    var left = mask
    while left != 0 {
      tally.mark(world.endpoints[endpoint].faults[left.trailingZeroBitCount], route, .felt)
      left &= left - 1
    }
  }

  /// Lets an attempt be worked on from now: says when it is heard of.
  ///
  /// A committed stream takes as long again as its first byte did; whole answers come at once.
  mutating func run(_ leg: inout LiveLeg, _ endpoint: Int, takes: Double, _ place: Int) {
    let time = takes.nanoseconds
    let route = Int(requests[place].route)
    let streams =
      world.routeModels[route].streams && requests.at(place).value.state.delivery != .whole
    let here = faultState.at(endpoint)
    let isCut = here.value.cuts >= 0 && Int(leg.fault) == here.value.cuts && leg.outcome >= 0
    let part = isCut ? Double(world.faults[here.value.cuts].share) / 1e9 : 1
    if streams, leg.outcome < 0 || isCut {
      leg.isFirstByte = true
      leg.at = now + time
      leg.endsAt = leg.at + (takes * part).nanoseconds
    } else {
      leg.at = now + (takes * part).nanoseconds
      leg.endsAt = leg.at
    }
    let byte = world.endpoints[endpoint].firstByte
    if !Tie.isHeard(after: Tick(ns: leg.at - leg.sentAt), within: Tick(ns: byte)) {
      // The client does not wait that long; the server goes on.
      if leg.outcome < 0 { execute(endpoint, at: leg.endsAt, place) }
      giveUp(&leg, endpoint, after: byte, route)
      leg.isLost = true
    }
    if !here.value.isCalm { overtake(&leg, endpoint, route, place) }
  }

  /// A fault that begins while an answer is under way breaks it or swallows it.
  private mutating func overtake(_ leg: inout LiveLeg, _ endpoint: Int, _ route: Int, _ place: Int)
  {
    let here = faultState.at(endpoint)
    guard min(here.value.breaksAt, here.value.hangsAt) < leg.endsAt else { return }
    if here.value.breaksAt <= here.value.hangsAt {
      let table = world.routeModels[route].errors
      if leg.isFirstByte, here.value.breaksAt <= leg.at { leg.isFirstByte = false }
      if !leg.isFirstByte { leg.at = here.value.breaksAt }
      leg.endsAt = here.value.breaksAt
      leg.outcome = Int32(truncatingIfNeeded: world.outcomes.place(.cut, endpoint, table))
      leg.fault = Int32(truncatingIfNeeded: here.value.breaks)
      tally.mark(here.value.breaks, route, .hurt)
    } else {
      leg.fault = Int32(truncatingIfNeeded: here.value.hangs)
      tally.mark(here.value.hangs, route, .hurt)
      if leg.isFirstByte, leg.at <= here.value.hangsAt {
        leg.endsAt = .max
      } else {
        leg.isFirstByte = false
        lose(&leg, endpoint, place)
      }
    }
  }

  /// Nothing will be heard of it: the client's own patience ends it.
  private mutating func lose(_ leg: inout LiveLeg, _ endpoint: Int, _ place: Int) {
    let request = requests.at(place)
    leg.isLost = true
    leg.at = .max
    let route = Int(request.value.route)
    let key = request.value.key
    let name = UInt64(leg.number) << 32 | UInt64(leg.endpoint)
    if streams.occurs(world.landed, .landed, key, name) { execute(endpoint, at: now, place) }
    giveUp(&leg, endpoint, after: world.endpoints[endpoint].firstByte, route)
  }

  /// Nothing has begun yet: the client waits for its first byte.
  mutating func waitForFirstByte(_ leg: inout LiveLeg, _ endpoint: Int, _ route: Int) {
    giveUp(&leg, endpoint, after: world.endpoints[endpoint].firstByte, route)
  }

  /// The client gives up on the first byte, unless its attempt's time runs out before.
  private mutating func giveUp(_ leg: inout LiveLeg, _ endpoint: Int, after: Int64, _ route: Int) {
    guard after != .max, leg.sentAt + after < leg.until else {
      leg.at = .max
      return
    }
    let table = world.routeModels[route].errors
    leg.isFirstByte = false
    leg.at = max(now, leg.sentAt + after)
    leg.endsAt = leg.at
    leg.outcome = Int32(truncatingIfNeeded: world.outcomes.place(.silent, endpoint, table))
  }
}
