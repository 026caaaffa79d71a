/// Values that come and go, each at a place that stays its own: in blocks of memory that are used
/// again and never moved.
@safe final class Pool<Element> {
  private static var perBlock: Int { 256 }

  private var blocks: [UnsafeMutablePointer<Element>] = []
  private var unused: [Int32] = []
  /// How many there are.
  private(set) var count = 0
  private let make: () -> Element

  /// A pool whose places begin as `make` makes them.
  init(_ make: @escaping () -> Element) { self.make = make }

  deinit {
    for i in blocks.indices {
      unsafe blocks[i].deinitialize(count: Self.perBlock)
      unsafe blocks[i].deallocate()
    }
  }

  /// A place for one more; what was there before is still there.
  func take() -> Int {
    count += 1
    if let place = unused.popLast() { return Int(place) }
    let block = unsafe UnsafeMutablePointer<Element>.allocate(capacity: Self.perBlock)
    for i in 0..<Self.perBlock { unsafe (block + i).initialize(to: make()) }
    unsafe blocks.append(block)
    let first = (blocks.count - 1) * Self.perBlock
    for i in stride(from: Self.perBlock - 1, to: 0, by: -1) { unused.append(Int32(first + i)) }
    return first
  }

  /// Gives a place back.
  func give(_ place: Int) {
    count -= 1
    unused.append(Int32(place))
  }

  /// How many places there are, used or not.
  var places: Int { blocks.count * Self.perBlock }

  /// What is at a place.
  @inline(__always)
  subscript(place: Int) -> Element {
    unsafeAddress { unsafe UnsafePointer(blocks[place >> 8] + place & 255) }
    unsafeMutableAddress { unsafe blocks[place >> 8] + place & 255 }
  }
}
