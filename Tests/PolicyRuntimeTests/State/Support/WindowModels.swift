@testable import PolicyRuntime

/// What a window over buckets is meant to do, by lists of what was counted.
struct BucketModel {
  var newest: Int64 = 0
  let width: Int64

  func bucket(_ now: Int64) -> Int64 { max(newest, now / width) }
  mutating func arrive(_ now: Int64) { newest = bucket(now) }
}

struct RateModel {
  private var clock: BucketModel
  private let over: Int64
  private var calls: [(bucket: Int64, bad: Bool)] = []
  private(set) var activeUntil: Int64 = 0

  init(over: Int64) {
    self.over = over
    clock = BucketModel(width: (over + 9) / 10)
  }

  mutating func record(bad: Bool, at now: Int64) -> (calls: UInt32, bad: UInt32)? {
    if now >= activeUntil {
      if !bad { return nil }
      calls = []
      activeUntil = 0
    }
    if bad { activeUntil = max(activeUntil, now + over) }
    clock.arrive(now)
    calls.append((clock.newest, bad))
    calls.removeAll { $0.bucket < clock.newest - 9 }
    return counts(at: now)
  }

  func counts(at now: Int64) -> (calls: UInt32, bad: UInt32) {
    if now >= activeUntil { return (0, 0) }
    let held = calls.filter { $0.bucket >= clock.bucket(now) - 9 }
    return (UInt32(held.count), UInt32(held.count { $0.bad }))
  }

  mutating func clear() { activeUntil = 0 }
}

struct CountModel {
  let size: Int
  private var calls: [Bool] = []

  init(size: Int) { self.size = size }

  var isActive: Bool { calls.contains(true) }

  mutating func record(bad: Bool) -> (calls: UInt32, bad: UInt32)? {
    if !bad && !isActive { return nil }
    calls.append(bad)
    if calls.count > size { calls.removeFirst() }
    if !isActive { calls = [] }
    return (UInt32(calls.count), UInt32(calls.count { $0 }))
  }

  mutating func clear() { calls = [] }
}

struct StartModel: Hashable {
  var newest: Int64 = 0
  var counts: [Int64: Int64] = [:]
  let width: Int64

  init(per: Int64) { width = (per + 9) / 10 }

  func bucket(_ now: Int64) -> Int64 { max(newest, now / width) }

  func used(at now: Int64) -> Int64 {
    counts.reduce(0) { $0 + ($1.key >= bucket(now) - 10 ? $1.value : 0) }
  }

  func hasRoom(for amount: Int64, within limit: Int64, at now: Int64) -> Bool {
    used(at: now) + amount <= limit
  }

  mutating func take(_ amount: Int64, within limit: Int64, at now: Int64) -> Int64? {
    newest = bucket(now)
    counts = counts.filter { $0.key >= newest - 10 }
    guard hasRoom(for: amount, within: limit, at: now) else { return nil }
    counts[newest, default: 0] += amount
    return newest
  }

  mutating func correct(_ bucket: Int64, by delta: Int64, at now: Int64) {
    guard bucket >= self.bucket(now) - 10, bucket >= newest - 10 else { return }
    counts[bucket] = max(0, counts[bucket, default: 0] + delta)
  }
}

struct BudgetModel: Hashable {
  var newest: Int64 = 0
  var firsts: [Int64: Int64] = [:]
  var tokens: [Int64: Int64] = [:]
  let width: Int64

  init(over: Int64) { width = (over + 9) / 10 }

  func bucket(_ now: Int64) -> Int64 { max(newest, now / width) }

  mutating func arrive(_ now: Int64) {
    newest = bucket(now)
    firsts = firsts.filter { $0.key >= newest - 9 }
    tokens = tokens.filter { $0.key >= newest - 10 }
  }

  mutating func countFirst(at now: Int64) {
    arrive(now)
    firsts[newest, default: 0] += 1
  }

  mutating func reserve(ppb: Int64, minPpb: Int64, at now: Int64) -> Int64? {
    arrive(now)
    let (firsts, tokens) = usage(at: now)
    guard (tokens + 1) * 1_000_000_000 <= ppb * firsts + minPpb else { return nil }
    self.tokens[newest, default: 0] += 1
    return newest
  }

  mutating func giveBack(_ bucket: Int64, at now: Int64) {
    guard bucket >= self.bucket(now) - 10, let held = tokens[bucket], held > 0 else { return }
    tokens[bucket] = held - 1
  }

  func usage(at now: Int64) -> (firsts: Int64, tokens: Int64) {
    let newest = bucket(now)
    return (
      firsts.reduce(0) { $0 + ($1.key >= newest - 9 ? $1.value : 0) },
      tokens.reduce(0) { $0 + ($1.key >= newest - 10 ? $1.value : 0) }
    )
  }
}
