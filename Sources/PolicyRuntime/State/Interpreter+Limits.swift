/// Room in limits, and the places that a request takes in them.
extension Interpreter {
  /// Whether all of some limits have room for one more request of a size.
  func haveRoom(_ run: Extent, _ size: Int64, _ now: Int64) -> Bool {
    for i in run.range {
      let limit = plan.limits[i]
      if limit.concurrencyCell != none
        && Int64(state.words(limit.concurrencyCell).load(0)) >= limit.concurrency
      {
        return false
      }
      if limit.requestsCell != none {
        let window = StartWindow(state.words(limit.requestsCell), per: limit.requestsPer)
        if !window.hasRoom(for: 1, within: limit.requests, at: now) { return false }
      }
      if limit.tokensCell != none {
        let window = StartWindow(state.words(limit.tokensCell), per: limit.tokensPer)
        if !window.hasRoom(for: size, within: limit.tokens, at: now) { return false }
      }
    }
    return true
  }

  /// Whether some limits are so far from their ends that any request of up to an eighth of them has
  /// room; who takes them beyond that makes it known.
  func areEasy(_ run: Extent, _ now: Int64) -> Bool {
    for i in run.range {
      let limit = plan.limits[i]
      if limit.concurrencyCell != none {
        let cell = state.words(limit.concurrencyCell)
        cell.watch(ConcurrencyCell.level, limit.concurrency - PlanLimit.eighth(limit.concurrency))
        if cell.signed(0) >= cell.signed(ConcurrencyCell.level) { return false }
      }
      if limit.requestsCell != none {
        let window = StartWindow(state.words(limit.requestsCell), per: limit.requestsPer)
        let most = Swift.min(limit.requests, TaggedRing.cap)
        if !window.isBelow(most - PlanLimit.eighth(most), at: now) { return false }
      }
      if limit.tokensCell != none {
        let window = StartWindow(state.words(limit.tokensCell), per: limit.tokensPer)
        let most = Swift.min(limit.tokens, TaggedRing.cap)
        if !window.isBelow(most - PlanLimit.eighth(most), at: now) { return false }
      }
    }
    return true
  }

  /// Takes a place in each of some limits, or in none: false if one had no room any more.
  func take(_ run: Extent, _ size: Int64, _ now: Int64) -> Bool {
    for i in run.range where !take(plan.limits[i], size, now) {
      for j in run.range.lowerBound..<i { untake(plan.limits[j], size, now) }
      return false
    }
    return true
  }

  @inline(__always)
  private func take(_ limit: PlanLimit, _ size: Int64, _ now: Int64) -> Bool {
    if limit.concurrencyCell != none {
      let cell = state.words(limit.concurrencyCell)
      let before = Int64(cell.add(0, 1))
      if before >= limit.concurrency {
        cell.subtract(0, 1)
        return false
      }
      if before + 1 == cell.signed(ConcurrencyCell.level) { state.changed() }
    }
    var bucket: Int64 = -1
    if limit.requestsCell != none {
      let window = StartWindow(state.words(limit.requestsCell), width: limit.requestsWidth)
      guard let taken = window.taking(1, within: limit.requests, at: now) else {
        leaveOne(limit)
        return false
      }
      if taken.crosses { state.changed() }
      bucket = taken.bucket
    }
    if limit.tokensCell != none {
      let window = StartWindow(state.words(limit.tokensCell), width: limit.tokensWidth)
      if let taken = window.taking(size, within: limit.tokens, at: now) {
        if taken.crosses { state.changed() }
      } else {
        if bucket >= 0 {
          StartWindow(state.words(limit.requestsCell), width: limit.requestsWidth)
            .correct(bucket, by: -1, at: now)
        }
        leaveOne(limit)
        return false
      }
    }
    return true
  }

  /// Gives back all that was taken now of a limit: the request is not sent.
  private func untake(_ limit: PlanLimit, _ size: Int64, _ now: Int64) {
    if limit.requestsCell != none {
      let window = StartWindow(state.words(limit.requestsCell), per: limit.requestsPer)
      window.correct(now / ((limit.requestsPer + 9) / 10), by: -1, at: now)
    }
    if limit.tokensCell != none {
      let window = StartWindow(state.words(limit.tokensCell), per: limit.tokensPer)
      window.correct(now / ((limit.tokensPer + 9) / 10), by: -size, at: now)
    }
    leaveOne(limit)
  }

  /// Gives back all that was taken now of some limits.
  func untake(_ run: Extent, _ size: Int64, _ now: Int64) {
    for i in run.range { untake(plan.limits[i], size, now) }
  }

  private func leaveOne(_ limit: PlanLimit) {
    if limit.concurrencyCell != none { state.words(limit.concurrencyCell).subtract(0, 1) }
  }

  /// Leaves the places in flight of some limits.
  func leave(_ run: Extent) {
    for i in run.range { leaveOne(plan.limits[i]) }
  }

  /// Leaves the places in some limits of an attempt that is over, and corrects its tokens where its
  /// answer says how many it used.
  @inline(__always)
  func leave(_ run: Extent, _ size: Int64, usage: Int64, startedAt: Int64, _ now: Int64) {
    leave(run)
    if usage >= 0 && usage != size { correct(run, by: usage - size, startedAt: startedAt, now) }
  }

  /// Corrects the tokens that an attempt took.
  func correct(_ run: Extent, by delta: Int64, startedAt: Int64, _ now: Int64) {
    for i in run.range {
      let limit = plan.limits[i]
      guard limit.tokensCell != none else { continue }
      let window = StartWindow(state.words(limit.tokensCell), per: limit.tokensPer)
      let bucket = startedAt / ((limit.tokensPer + 9) / 10)
      window.correct(bucket, by: delta, at: now)
      if delta > 0 && window.isAboveLevel(at: now) { state.changed() }
    }
  }
}
