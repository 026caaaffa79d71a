/// Which of the aligned buckets of a window a time falls into.
///
/// The newest bucket seen stands in a shared word: a clock that steps back, or a thread that was
/// slow, uses that one, so that no window ever goes backwards.
struct BucketClock {
  /// The length of a bucket in nanoseconds, at least 1.
  let width: Int64

  /// Buckets of `width` nanoseconds.
  @inline(__always)
  init(width: Int64) { self.width = width }

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
    lasts(latest, at: now) ? latest : now / width
  }

  /// Whether the newest bucket is that of `now`, or newer.
  @inline(__always)
  func lasts(_ latest: Int64, at now: Int64) -> Bool { now &- latest &* width < width }
}
