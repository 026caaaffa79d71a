import CPolicyc

// The arguments that callers hand in, taken apart with nothing believed.

/// Bytes of a caller, valid for as long as the call lasts.
typealias Bytes = UnsafeBufferPointer<UInt8>

/// The most bytes of one text.
private let textMax = 1 << 30

extension policyc_text {
  /// The bytes; nil if there cannot be that many, or none are where there should be some.
  var buffer: Bytes? {
    guard length >= 0, length <= textMax else { return nil }
    guard let bytes else { return length == 0 ? Bytes(start: nil, count: 0) : nil }
    return Bytes(
      start: UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: length)
  }
}

/// Names and values of a caller; nil if one of them is no text, or if there are too many.
func pairs(
  _ base: UnsafePointer<policyc_pair>?, _ count: Int
) -> [(name: Bytes, value: Bytes)]? {
  guard count >= 0, count <= Int(POLICYC_PAIRS_MAX) else { return nil }
  if count == 0 { return [] }
  guard let base else { return nil }
  var found: [(name: Bytes, value: Bytes)] = []
  found.reserveCapacity(count)
  for i in 0..<count {
    guard let name = base[i].name.buffer, let value = base[i].value.buffer else { return nil }
    found.append((name, value))
  }
  return found
}

/// Whether a time is one that the interpreter can count from.
func isTime(_ now: Int64) -> Bool { now >= 0 && now <= timeMax }
/// `POLICYC_NOW_MAX`, which the compiler does not import.
private let timeMax: Int64 = 1 << 62
/// `POLICYC_AMOUNT_MAX`.
let amountMax: Int64 = 1 << 53
/// `POLICYC_NONE`.
let nobody = UInt32.max

/// Writes as much of a text as fits into a caller's buffer; gives the length of all of it.
func fill(_ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int, _ text: [UInt8]) -> Int {
  guard let buffer, capacity > 0 else { return text.count }
  for i in 0..<Swift.min(capacity, text.count) { buffer[i] = CChar(bitPattern: text[i]) }
  return text.count
}

/// Writes why something failed, cut at a whole character and ended by a zero byte.
func explain(_ text: [UInt8], _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int) {
  guard let buffer, capacity > 0 else { return }
  var count = Swift.min(capacity - 1, text.count)
  while count > 0, count < text.count, text[count] & 0xC0 == 0x80 { count -= 1 }
  for i in 0..<count { buffer[i] = CChar(bitPattern: text[i]) }
  buffer[count] = 0
}

/// The object of a handle; nil for none.
@inline(__always)
func object<Box: AnyObject>(_ handle: OpaquePointer?) -> Box? {
  handle.map { Unmanaged<Box>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
}

/// Runs `body` with the object of a handle, which its caller keeps meanwhile: nothing is counted.
@inline(__always)
func borrowing<Box: AnyObject>(_ handle: OpaquePointer, _ body: (Box) -> Int32) -> Int32 {
  Unmanaged<Box>.fromOpaque(UnsafeRawPointer(handle))._withUnsafeGuaranteedRef { body($0) }
}

/// A handle of an object, which lives until the handle is freed.
@inline(__always)
func handle(_ box: some AnyObject) -> OpaquePointer {
  OpaquePointer(Unmanaged.passRetained(box).toOpaque())
}

/// Gives a handle's object back.
@inline(__always)
func free<Box: AnyObject>(_ handle: OpaquePointer?, _ type: Box.Type) {
  if let handle { Unmanaged<Box>.fromOpaque(UnsafeRawPointer(handle)).release() }
}
