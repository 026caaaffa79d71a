/// Values that come and go, each at a place that stays its own: in blocks of memory that are used
/// again and never moved.
@safe final class Pool<Element> {
  /// The most places that there can be: as many as an entry of the queue can name.
  static var placesMax: Int { Entry.placesMax }
  private static var perBlock: Int { 256 }

  private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
  private var blockCount = 0
  private var unused: [Int32] = []
  /// How many there are.
  private(set) var count = 0
  private let make: () -> Element

  /// A pool whose places begin as `make` makes them.
  init(_ make: @escaping () -> Element) {
    self.make = make
    unsafe blocks = .allocate(capacity: Self.placesMax / Self.perBlock)
  }

  deinit {
    for i in 0..<blockCount {
      unsafe blocks[i].deinitialize(count: Self.perBlock)
      unsafe blocks[i].deallocate()
    }
    unsafe blocks.deallocate()
  }

  /// A place for one more; what was there before is still there.
  func take() -> Int {
    count += 1
    if let place = unused.popLast() { return Int(place) }
    precondition(places < Self.placesMax, "more than an entry of the queue can name")
    let block = UnsafeMutablePointer<Element>.allocate(capacity: Self.perBlock)
    for i in 0..<Self.perBlock { unsafe (block + i).initialize(to: make()) }
    let first = places
    unsafe (blocks + blockCount).initialize(to: block)
    blockCount += 1
    for i in stride(from: Self.perBlock - 1, to: 0, by: -1) {
      unused.append(Int32(truncatingIfNeeded: first + i))
    }
    return first
  }

  /// Gives a place back.
  func give(_ place: Int) {
    count -= 1
    unused.append(Int32(truncatingIfNeeded: place))
  }

  /// How many places there are, used or not.
  var places: Int { blockCount * Self.perBlock }

  /// What is at a place.
  @inline(__always)
  subscript(place: Int) -> Element {
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: places), "no such place")
      return unsafe UnsafePointer(blocks[place >> 8] + place & 255)
    }
    unsafeMutableAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: places), "no such place")
      return unsafe blocks[place >> 8] + place & 255
    }
  }
}
