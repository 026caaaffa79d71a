/// What an entry of the queue is about.
enum Waiting: UInt64 {
  /// A request's next event.
  case request
  /// The end of a job at a station.
  case job
  /// A client's next request, a probe, a fault's beginning or end.
  case other
}

/// One thing that will happen.
struct Entry: BitwiseCopyable {
  /// When, in nanoseconds.
  var at: Int64
  /// The order in which it was entered, then whom it is about, then what.
  var tag: UInt64

  /// How many things an entry can tell apart.
  static let placesMax = 1 << 22

  @inline(__always)
  init(at: Int64, order: UInt64, place: Int, _ waiting: Waiting) {
    self.at = at
    tag = order << 24 | UInt64(truncatingIfNeeded: place) << 2 | waiting.rawValue
  }

  @inline(__always) var order: UInt64 { tag >> 24 }
  @inline(__always) var place: Int { Int(truncatingIfNeeded: tag >> 2 & 0x3F_FFFF) }
  @inline(__always) var isRequest: Bool { tag & 3 == Waiting.request.rawValue }
  @inline(__always) var isJob: Bool { tag & 3 == Waiting.job.rawValue }

  /// What is entered first comes first among things of one time: runs are the same everywhere.
  @inline(__always)
  static func < (a: Entry, b: Entry) -> Bool { a.at != b.at ? a.at < b.at : a.tag < b.tag }
}

/// What will happen, the soonest first: a heap of four children a node, in one block of memory that
/// grows by doubling and is never given back.
///
/// Entries are not taken out when they are overtaken: whoever pops one asks whether its order is
/// still the one that is waited for.
@safe struct EventQueue: ~Copyable {
  private var base: UnsafeMutablePointer<Entry>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1024
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// When the soonest happens; `Int64.max` if nothing will.
  @inline(__always)
  var soonest: Int64 { count == 0 ? .max : unsafe base.pointee.at }

  /// Enters one.
  @inline(__always)
  mutating func push(_ entry: Entry) {
    if count == capacity { grow() }
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole - 1) >> 2
      let above = unsafe base[parent]
      guard entry < above else { break }
      unsafe base[hole] = above
      hole = parent
    }
    unsafe base[hole] = entry
  }

  /// Takes the soonest out; there must be one.
  @inline(__always)
  mutating func pop() -> Entry {
    precondition(count > 0, "nothing waits")
    let first = unsafe base.pointee
    count -= 1
    let last = unsafe base[count]
    var hole = 0
    while true {
      let child = hole << 2 + 1
      if child >= count { break }
      var least = child
      let end = min(child + 4, count)
      var i = child + 1
      while i < end {
        if unsafe base[i] < base[least] { least = i }
        i += 1
      }
      let candidate = unsafe base[least]
      guard candidate < last else { break }
      unsafe base[hole] = candidate
      hole = least
    }
    unsafe base[hole] = last
    return first
  }

  /// Takes out every entry that nobody waits for any more.
  mutating func keep(_ isAwaited: (Entry) -> Bool) {
    var kept = 0
    for i in 0..<count {
      let entry = unsafe base[i]
      guard isAwaited(entry) else { continue }
      unsafe base[kept] = entry
      kept += 1
    }
    count = 0
    // Each finds its place among those before it: a heap again.
    for i in 0..<kept { push(unsafe base[i]) }
  }

  private mutating func grow() {
    let wider = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
    unsafe wider.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = wider
    capacity *= 2
  }
}
