import PolicyGraph
import PolicyService

/// How a value is read.
extension Redactor {
  /// Reads one value, whose place `path` stands for.
  mutating func read(
    _ scanner: inout JSONScanner, _ path: Path, lists: Int, _ value: inout Held
  ) throws(AttemptFailure) {
    switch scanner.byte {
    case UInt8(ascii: "{"): try readObject(&scanner, path, lists: lists, &value)
    case UInt8(ascii: "["): try readList(&scanner, path, lists: lists, &value)
    case UInt8(ascii: "\""):
      let start = scanner.at
      _ = scanner.skipString()
      try readText(start..<scanner.at, path.id, &value)
    default:  // a number, or a word of JSON
      let start = scanner.at
      _ = scanner.skipValue(depth: 1)
      replace(start..<scanner.at, value.json.bytes[start..<scanner.at], &value)
    }
  }

  private mutating func readObject(
    _ scanner: inout JSONScanner, _ path: Path, lists: Int, _ value: inout Held
  ) throws(AttemptFailure) {
    scanner.at += 1
    while scanner.nextStart() {
      let start = scanner.at
      _ = scanner.skipString()
      let key = value.json.decoded(start..<scanner.at)
      replace(start..<scanner.at, key, &value)
      scanner.skipBlanks()
      scanner.at += 1
      scanner.skipBlanks()
      var inner = path
      inner.combine(key)
      // So that `a` in `b` is not `ab`.
      inner.combine(lists)
      try read(&scanner, inner, lists: lists, &value)
    }
  }

  /// Elements have one place, but for choices and calls of tools, which come in turns and say whose
  /// piece they are.
  private mutating func readList(
    _ scanner: inout JSONScanner, _ path: Path, lists: Int, _ value: inout Held
  ) throws(AttemptFailure) {
    scanner.at += 1
    while scanner.nextStart() {
      var inner = path
      if lists < 2 {
        // A vector has thousands of numbers, which are nobody's piece.
        inner.combine(scanner.byte == UInt8(ascii: "{") ? index(at: scanner, value.json) : 0)
      }
      try read(&scanner, inner, lists: lists + 1, &value)
    }
  }

  /// Whose piece the object is that stands here.
  private func index(at scanner: JSONScanner, _ json: JSONText) -> Int {
    var end = scanner
    _ = end.skipValue(depth: JSONText.depthMax)
    return json.member("index", of: scanner.at..<end.at).flatMap { json.int($0) } ?? 0
  }

  private mutating func readText(
    _ range: Range<Int>, _ id: Int, _ value: inout Held
  ) throws(AttemptFailure) {
    let text = value.json.decoded(range)
    // Taken out, so that its keys are not copied for each text.
    let known = channels.isEmpty ? nil : channels.removeValue(forKey: id)
    var channel = known ?? SearchedText()
    let start = channel.state.length
    channel.read(text, search)
    let place = start..<channel.state.length
    // Where a key may have begun, though nothing waits for that, it is cut if it still can be.
    if channel.holdsKey(place) || !channel.state.isFresh {
      value.spots.append(Spot(range: range, channel: id, place: place))
      channel.waiting += 1
    }
    // Most texts end with no byte that a key begins with: nothing is to be remembered of them.
    let isOver = channel.state.isFresh && channel.keys.isEmpty && channel.waiting == 0
    if !isOver { channels[id] = channel }
    if channels.count > Redactor.channelsMax { throw .transport(.unreadable) }
  }

  /// What is a piece of nothing (a member's name, a number) is replaced as a whole.
  private func replace(_ range: Range<Int>, _ text: ArraySlice<UInt8>, _ value: inout Held) {
    guard text.count >= KeySearch.bytesMin else { return }
    var channel = SearchedText()
    channel.read(text, search)
    if !channel.keys.isEmpty { value.spots.append(Spot(range: range)) }
  }
}

/// The place of a value, as a number: a hash of the names and the indices that lead to it (FNV-1a,
/// each step mixed as by Stafford's thirteenth), which nobody can foresee.
struct Path {
  private var hash = Path.seed

  private static let seed = UInt64.random(in: .min ... .max)

  init(_ place: Int) { combine(place) }

  var id: Int { Int(truncatingIfNeeded: hash) }

  mutating func combine(_ name: ArraySlice<UInt8>) {
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    combine(name.count)
  }

  mutating func combine(_ number: Int) {
    hash ^= UInt64(truncatingIfNeeded: number) &+ Path.seed
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    hash ^= hash >> 31
  }
}
