/// The members of an object, in their order; nothing is copied.
struct JSONMembers: Sequence, IteratorProtocol {
  private let json: JSONText
  private var scanner: JSONScanner

  /// Those of an object that was checked.
  init(of json: JSONText, _ range: Range<Int>) {
    self.json = json
    scanner = JSONScanner(json.bytes, at: range.lowerBound + 1)
  }

  mutating func next() -> (key: JSONKey, value: Range<Int>)? {
    guard scanner.nextStart() else { return nil }
    let start = scanner.at
    _ = scanner.skipString()
    let key = JSONKey(bytes: json.decoded(start..<scanner.at))
    scanner.skipBlanks()
    scanner.at += 1
    scanner.skipBlanks()
    let value = scanner.at
    _ = scanner.skipValue(depth: JSONText.depthMax)
    return (key, value..<scanner.at)
  }
}

/// The name of a member, without its escapes.
struct JSONKey {
  let bytes: ArraySlice<UInt8>

  var text: String { String(decoding: bytes, as: UTF8.self) }

  static func ~= (word: StaticString, key: JSONKey) -> Bool {
    key.bytes.elementsEqual(
      UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }
}
