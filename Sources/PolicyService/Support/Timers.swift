internal import PolicyGraph
internal import PolicyRuntime

/// Every timer of an engine: one heap in an array, and one task that sleeps for all of them.
///
/// Setting and clearing cost a few comparisons; the sleeping task is left alone unless the new time
/// comes before the one it sleeps until, so that timers which never fire wake nobody.
final class Timers: Sendable {
  /// Which timer; a cleared or fired one is never taken for a later one in its place.
  struct ID: Sendable {
    fileprivate let slot: Int
    fileprivate let serial: UInt32
  }

  fileprivate struct Entry {
    var at: Tick
    var slot: Int
  }

  fileprivate struct Slot {
    var waker: Waker?
    /// Where it stands in the heap; where it is free, the next free slot.
    var position: Int
    var serial: UInt32 = 0
  }

  fileprivate struct State {
    var heap: [Entry] = []
    var slots: [Slot] = []
    var free = -1
    /// When the sleeping task wakes; `never` if there is none.
    var wakesAt = Tick.never
    var sleeper: Task<Void, Never>?
    /// Which sleeping task is the present one.
    var serial: UInt64 = 0
  }

  private let clock: EngineClock
  private let state = Lock(State())

  /// No timers yet, and no task.
  init(_ clock: EngineClock) { self.clock = clock }

  deinit { state.withLock { $0.sleeper }?.cancel() }

  /// How many are set.
  var count: Int { state.withLock { $0.heap.count } }

  /// Rings `waker` when the clock shows `at` or more.
  func set(_ at: Tick, for waker: Waker) -> ID {
    let (id, retired) = state.withLock { state in
      let id = state.insert(at, waker)
      guard at < state.wakesAt else { return (id, nil as Task<Void, Never>?) }
      let retired = state.sleeper
      state.wakesAt = at
      state.serial += 1
      state.sleeper = sleeper(state.serial)
      return (id, retired)
    }
    retired?.cancel()
    return id
  }

  /// Forgets a timer; one that fired or was cleared before is none.
  func clear(_ id: ID) {
    // The waker is let go outside the lock.
    _ = state.withLock { $0.remove(id) }
  }

  /// A task that sleeps until the next timer is due, rings, and ends when there is none.
  private func sleeper(_ serial: UInt64) -> Task<Void, Never> {
    // Late timers are late for everybody.
    Task.detached(priority: .high) { [weak self, clock] in
      while let wakesAt = self?.wake(serial) { await clock.sleep(until: wakesAt) }
    }
  }

  /// Rings all that are due; nil ends the sleeping task.
  private func wake(_ serial: UInt64) -> Tick? {
    let now = clock.now()
    let (due, next) = state.withLock { state in
      guard state.serial == serial else { return ([Waker](), nil as Tick?) }
      var due: [Waker] = []
      while let first = state.heap.first, first.at <= now {
        if let waker = state.slots[first.slot].waker { due.append(waker) }
        _ = state.release(first.slot)
      }
      state.wakesAt = state.heap.first?.at ?? .never
      if state.heap.isEmpty { state.sleeper = nil }
      return (due, state.heap.first?.at)
    }
    for waker in due { waker.wake(.timer) }
    return next
  }
}

extension Timers.State {
  fileprivate mutating func insert(_ at: Tick, _ waker: Waker) -> Timers.ID {
    let slot: Int
    if free >= 0 {
      slot = free
      free = slots[slot].position
    } else {
      slot = slots.count
      slots.append(Timers.Slot(waker: nil, position: 0))
    }
    slots[slot].waker = waker
    heap.append(Timers.Entry(at: at, slot: slot))
    slots[slot].position = heap.count - 1
    rise(heap.count - 1)
    return Timers.ID(slot: slot, serial: slots[slot].serial)
  }

  fileprivate mutating func remove(_ id: Timers.ID) -> Waker? {
    guard slots[id.slot].serial == id.serial, slots[id.slot].waker != nil else { return nil }
    return release(id.slot)
  }

  /// Takes the timer of a slot out of the heap.
  fileprivate mutating func release(_ slot: Int) -> Waker? {
    let hole = slots[slot].position
    let last = heap.removeLast()
    if hole < heap.count {
      heap[hole] = last
      slots[last.slot].position = hole
      rise(hole)
      sink(slots[last.slot].position)
    }
    slots[slot].serial &+= 1
    slots[slot].position = free
    free = slot
    return slots[slot].waker.take()
  }

  private mutating func rise(_ start: Int) {
    var i = start
    while i > 0, heap[i].at < heap[(i - 1) / 2].at {
      swap(i, (i - 1) / 2)
      i = (i - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    var i = start
    while true {
      var least = i
      for child in 2 * i + 1...2 * i + 2 where child < heap.count && heap[child].at < heap[least].at
      {
        least = child
      }
      if least == i { return }
      swap(i, least)
      i = least
    }
  }

  private mutating func swap(_ a: Int, _ b: Int) {
    heap.swapAt(a, b)
    slots[heap[a].slot].position = a
    slots[heap[b].slot].position = b
  }
}
