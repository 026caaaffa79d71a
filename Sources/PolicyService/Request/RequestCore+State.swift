internal import PolicyRuntime

extension RequestCore.State {
  /// Notes which attempts an action begins and gives up.
  @inline(__always)
  mutating func take(_ action: Action) {
    wakeAt = action.wakeAt
    if action.kind == .attempt || action.kind == .resume {
      self[action.attempt.leg] = RequestCore.Leg(
        number: action.attempt.number, endpoint: action.endpoint)
    }
  }

  /// The attempt in a place in flight.
  subscript(place: UInt8) -> RequestCore.Leg {
    get {
      if place == 0 { return leg }
      guard let others = rare?.others, Int(place) <= others.count else {
        return RequestCore.Leg()
      }
      return others[Int(place) - 1]
    }
    set {
      if place == 0 {
        leg = newValue
        return
      }
      while more.others.count < Int(place) { more.others.append(RequestCore.Leg()) }
      more.others[Int(place) - 1] = newValue
    }
  }

  /// Whether something waits to be heeded.
  var hasUnheeded: Bool { rare.map { !$0.unheeded.isEmpty } ?? false }

  /// Whether an attempt is in flight.
  func isInFlight(_ attempt: AttemptID) -> Bool {
    attempt.number != 0 && self[attempt.leg].number == attempt.number
  }

  /// Runs `body` as if nothing were waiting to be heeded.
  mutating func withoutQueue<Result>(_ body: (inout Self) -> Result) -> Result {
    guard hasUnheeded else { return body(&self) }
    let queue = more.unheeded
    more.unheeded = []
    let result = body(&self)
    more.unheeded = queue
    return result
  }
}
