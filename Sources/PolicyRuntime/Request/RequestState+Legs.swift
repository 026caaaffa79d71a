extension RequestState {
  /// The attempt in place `i`.
  @inline(__always)
  func leg(_ i: Int) -> Leg { i == 0 ? first : others?[i - 1] ?? Leg() }

  /// Puts an attempt into place `i`.
  @inline(__always)
  mutating func setLeg(_ i: Int, _ leg: Leg) {
    if i == 0 {
      first = leg
    } else {
      if others == nil {
        others = [Leg](repeating: Leg(), count: RuntimeLimits.legsMax - 1)
      }
      others?[i - 1] = leg
    }
  }

  /// The attempt that an event speaks of; nil if it is no longer in flight.
  @inline(__always)
  func current(_ id: AttemptID) -> Leg? {
    guard id.leg < 8, inFlight & (1 << id.leg) != 0 else { return nil }
    let leg = leg(Int(id.leg))
    return leg.number == id.number ? leg : nil
  }

  /// The lowest free place; nil if all are taken.
  var freeLeg: Int? {
    let free = (~inFlight).trailingZeroBitCount
    return free < RuntimeLimits.legsMax ? free : nil
  }

  /// When the next thing happens that only time brings.
  @inline(__always)
  var wakeAt: Int64 {
    switch phase {
    case .main, .use:
      if inFlight == 1 { return Swift.min(hedgeAt, first.until) }
      var at = hedgeAt
      for i in 0..<RuntimeLimits.legsMax where inFlight & (1 << UInt8(i)) != 0 {
        at = Swift.min(at, leg(i).until)
      }
      return at
    case .backoff, .settle, .reconcile: return failure.until
    case .queued: return wait?.at ?? .max
    case .step: return ladder?.until ?? .max
    case .notify, .ended: return .max
    }
  }
}
