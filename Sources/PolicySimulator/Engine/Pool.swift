/// Values that come and go, each at a place that stays its own: in blocks of memory that are used
/// again and never moved.
///
/// A view: whoever makes it frees it. Places are told apart by number, so that two values, or two
/// parts of one, may be changed at once; every number is checked.
@safe struct Pool<Element> {
  /// The most places that there can be: as many as an entry of the queue can name.
  static var placesMax: Int { Entry.placesMax }
  private static var perBlock: Int { 256 }

  /// What changes when the pool grows.
  private struct Header {
    var blockCount = 0
    var count = 0
    var unused: [Int32] = []
    /// What a place begins as.
    let fresh: Element
  }

  private let header: UnsafeMutablePointer<Header>
  private let blocks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>

  /// A pool whose places begin as `fresh`.
  init(_ fresh: Element) {
    unsafe blocks = .allocate(capacity: Self.placesMax / Self.perBlock)
    unsafe header = .allocate(capacity: 1)
    unsafe header.initialize(to: Header(fresh: fresh))
  }

  /// Gives all memory back; the pool must not be used afterwards.
  func free() {
    for i in 0..<(unsafe header.pointee.blockCount) {
      unsafe blocks[i].deinitialize(count: Self.perBlock)
      unsafe blocks[i].deallocate()
    }
    unsafe blocks.deallocate()
    unsafe header.deinitialize(count: 1)
    unsafe header.deallocate()
  }

  /// How many values there are.
  var count: Int { unsafe header.pointee.count }

  /// How many places there are, used or not.
  @inline(__always)
  var places: Int { unsafe header.pointee.blockCount * Self.perBlock }

  /// A place for one more; what was there before is still there.
  func take() -> Int {
    unsafe header.pointee.count += 1
    if let place = unsafe header.pointee.unused.popLast() { return Int(place) }
    precondition(places < Self.placesMax, "more than an entry of the queue can name")
    let block = UnsafeMutablePointer<Element>.allocate(capacity: Self.perBlock)
    unsafe block.initialize(repeating: header.pointee.fresh, count: Self.perBlock)
    let first = places
    unsafe (blocks + header.pointee.blockCount).initialize(to: block)
    unsafe header.pointee.blockCount += 1
    for i in stride(from: Self.perBlock - 1, to: 0, by: -1) {
      unsafe header.pointee.unused.append(Int32(truncatingIfNeeded: first + i))
    }
    return first
  }

  /// Gives a place back.
  func give(_ place: Int) {
    unsafe header.pointee.count -= 1
    unsafe header.pointee.unused.append(Int32(truncatingIfNeeded: place))
  }

  /// What is at a place, to be looked at and changed without asking for the place each time.
  @inline(__always)
  func at(_ place: Int) -> Held<Element> {
    precondition(UInt(bitPattern: place) < UInt(bitPattern: places), "no such place")
    return unsafe Held(blocks[place >> 8] + place & 255)
  }

  /// What is at a place.
  @inline(__always)
  subscript(place: Int) -> Element {
    unsafeAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: places), "no such place")
      return unsafe UnsafePointer(blocks[place >> 8] + place & 255)
    }
    nonmutating unsafeMutableAddress {
      precondition(UInt(bitPattern: place) < UInt(bitPattern: places), "no such place")
      return unsafe blocks[place >> 8] + place & 255
    }
  }
}

/// One value of a pool, which stays where it is as long as the pool is there.
@safe struct Held<Element> {
  private let pointer: UnsafeMutablePointer<Element>

  fileprivate init(_ pointer: UnsafeMutablePointer<Element>) { unsafe self.pointer = pointer }

  /// The value.
  @inline(__always)
  var value: Element {
    unsafeAddress { unsafe UnsafePointer(pointer) }
    nonmutating unsafeMutableAddress { unsafe pointer }
  }
}
