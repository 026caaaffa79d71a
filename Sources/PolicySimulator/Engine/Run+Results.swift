import PolicyGraph
import PolicyRuntime

/// What is heard of attempts, and what becomes of those that nobody waits for.
extension Run {
  /// The event of a leg that is heard of now.
  mutating func heard(_ place: Int, _ index: Int) -> Event {
    let request = requests.at(place)
    var leg = request.value[index]
    let id = AttemptID(leg: UInt8(index), number: leg.number)
    if leg.isFirstByte {
      leg.isFirstByte = false
      leg.at = leg.endsAt
      request.value[index] = leg
      return .firstByte(id)
    }
    request.value.legs &= ~(1 << UInt8(index))
    let endpoint = Int(leg.endpoint)
    guard leg.outcome >= 0 else {
      execute(endpoint, at: now, place)
      return .finished(id, .success)
    }
    let outcome = world.outcomes[Int(leg.outcome)]
    tally.mark(Int(leg.fault), Int(request.value.route), .hurt)
    tally.fail(endpoint, request.value.arrivedAt, now)
    if outcome.executed == .maybe { atRisk(leg, place) }
    return .finished(id, outcome)
  }

  /// A failure that may have been carried out: whether it was is drawn, if nothing decided it.
  private mutating func atRisk(_ leg: LiveLeg, _ place: Int) {
    let request = requests.at(place)
    tally.risk(Int(request.value.route), request.value.arrivedAt)
    if leg.isLost { return }
    let name = UInt64(leg.number) << 32 | UInt64(leg.endpoint)
    if streams.occurs(world.landed, .landed, request.value.key, name) {
      execute(Int(leg.endpoint), at: now, place)
    }
  }

  /// The request is carried out at an endpoint: now, or once the work on it is done.
  mutating func execute(_ endpoint: Int, at: Int64, _ place: Int) {
    let request = requests.at(place)
    let space = world.endpoints[endpoint].keySpace
    request.value.worksUntil = max(request.value.worksUntil, at)
    if space >= 0 && space < 64 {
      if request.value.spaces & (1 << UInt64(space)) != 0 { return }
      request.value.spaces |= 1 << UInt64(space)
    }
    request.value.executions += 1
  }

  /// The client lets go of legs: their time is over, or another was quicker; the server goes on.
  mutating func cancel(_ legs: LegSet, _ place: Int) {
    let request = requests.at(place)
    for i in 0..<8 where legs.contains(UInt8(i)) {
      guard request.value.legs & (1 << UInt8(i)) != 0 else { continue }
      request.value.legs &= ~(1 << UInt8(i))
      let leg = request.value[i]
      let endpoint = Int(leg.endpoint)
      if leg.until <= now {
        tally.mark(Int(leg.fault), Int(request.value.route), .hurt)
        tally.fail(endpoint, request.value.arrivedAt, now)
        tally.risk(Int(request.value.route), request.value.arrivedAt)
      }
      if leg.job >= 0 {
        abandon(Int(leg.job), place)
      } else if !leg.isLost {
        if leg.outcome < 0 {
          execute(endpoint, at: leg.endsAt, place)
        } else if world.outcomes[Int(leg.outcome)].executed == .maybe {
          atRisk(leg, place)
        }
      }
    }
  }
}
