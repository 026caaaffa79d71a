import Synchronization

@testable import PolicyRuntime

/// Words of their own, all zero, for as long as this lives.
final class SharedWords: Sendable {
  let words: Words
  private let count: Int
  private nonisolated(unsafe) let base: UnsafeMutablePointer<Atomic<UInt64>>

  init(_ count: Int) {
    self.count = count
    base = .allocate(capacity: count)
    for i in 0..<count { (base + i).initialize(to: Atomic(0)) }
    words = Words(base)
  }

  /// Back to the empty state.
  func empty() {
    for i in 0..<count { words.store(i, 0 as UInt64) }
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }
}
