import Synchronization

#if TSAN
  // The thread sanitizer does not see the futex in `Mutex` on Linux; it is told by hand.
  @_silgen_name("__tsan_acquire") private func sanitizerAcquire(_ address: UInt)
  @_silgen_name("__tsan_release") private func sanitizerRelease(_ address: UInt)
#endif

/// A value that one thread at a time may touch; the only place that names `Mutex`.
///
/// Builds for the thread sanitizer want `-Xswiftc -DTSAN`, or it reports races that are none.
package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
  private let mutex: Mutex<Value>
  #if TSAN
    private let tag: UInt

    deinit { unsafe UnsafeMutableRawPointer(bitPattern: tag)?.deallocate() }
  #endif

  /// A lock around `value`.
  package init(_ value: consuming sending Value) {
    mutex = Mutex(value)
    #if TSAN
      tag = UInt(bitPattern: UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8))
    #endif
  }

  /// Runs `body` alone; it must return soon and may not take the same lock.
  @inline(__always)
  package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock { value throws(Failure) in
      #if TSAN
        sanitizerAcquire(tag)
        defer { sanitizerRelease(tag) }
      #endif
      return try body(&value)
    }
  }
}
