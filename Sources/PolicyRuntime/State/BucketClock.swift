/// Which of the aligned buckets of a window a time falls into.
///
/// The newest bucket seen stands in a shared word: a clock that steps back, or a thread that was
/// slow, uses that one, so that no window ever goes backwards.
struct BucketClock {
  /// The length of a bucket in nanoseconds, at least 1.
  let width: Int64

  /// Buckets of a tenth of `window`, rounded up.
  @inline(__always)
  init(tenthOf window: Int64) {
    width = (max(1, window) - 1) / 10 + 1
  }

  /// The bucket of `now`, or `latest` if that is newer.
  ///
  /// Without a division while `now` stays in the newest bucket.
  @inline(__always)
  func bucket(at now: Int64, latest: Int64) -> Int64 {
    let since = now &- latest &* width
    if UInt64(bitPattern: since) < UInt64(bitPattern: width) || since < 0 { return latest }
    return now / width
  }
}
