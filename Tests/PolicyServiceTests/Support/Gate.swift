import Glibc

@testable import PolicyService

/// Holds tasks until it is opened, whether they are cancelled or not.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Lock(State())

  /// How many wait.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Returns when the gate is open, and not before.
  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if isOpen { continuation.resume() }
    }
  }

  /// Holds the thread itself until the gate is open, as a preempted one is held.
  func block() {
    while !state.withLock({ $0.isOpen }) { usleep(200) }
  }

  /// Lets everybody go on.
  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      let waiting = state.waiting
      state.waiting = []
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// Remembers what happened, in the order in which it did.
final class Recorder<Item: Sendable>: Sendable {
  private let items = Lock([Item]())

  var all: [Item] { items.withLock { $0 } }
  func add(_ item: Item) { items.withLock { $0.append(item) } }

  /// Adds the first item; false if there was one before.
  func claim(_ item: Item) -> Bool {
    items.withLock { items in
      guard items.isEmpty else { return false }
      items.append(item)
      return true
    }
  }
}
