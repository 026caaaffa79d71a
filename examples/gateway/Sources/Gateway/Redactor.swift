import PolicyGraph
import PolicyService

/// Takes keys out of JSON, whatever way they are spelled and wherever they are cut.
///
/// All texts are searched as they are read by a client: without escapes, and joined where they have
/// one place in several values (the pieces of a stream, the parts of a content). A value whose text
/// ends with the beginning of a key waits until it is known what that was, and so does all that
/// follows it. What holds no key is passed on as it came.
struct Redactor: Sendable {
  /// A text of a value that waits, or a value that is replaced.
  struct Spot: Sendable {
    var range: Range<Int>
    var channel: Int?
    /// Its place in the channel.
    var place = 0..<0
  }

  /// A value that waits.
  struct Held: Sendable {
    var json: JSONText
    var spots: [Spot] = []
  }

  let search: KeySearch
  var channels: [Int: SearchedText] = [:]
  var held: [Held] = []
  var heldBytes = 0

  /// More values than these do not wait: what may become a key is taken for one.
  private static let heldMax = 256
  private static let heldBytesMax = 1 << 20
  /// Places whose text ends with the beginning of a key.
  static let channelsMax = 4096

  init(_ secrets: some Sequence<String>) { search = KeySearch(secrets) }

  /// Takes a value; gives those that may go on, in their order.
  ///
  /// - Parameter place: texts of values with other ones are not joined.
  /// - Throws: `unreadable` if so many places end with the beginning of a key that somebody wants
  ///   them remembered.
  mutating func take(_ json: JSONText, place: Int = 0) throws(AttemptFailure) -> [[UInt8]] {
    if search.isEmpty { return [json.bytes] }
    var value = Held(json: json)
    var scanner = JSONScanner(json.bytes, at: json.root.lowerBound)
    try read(&scanner, Path(place), lists: 0, &value)
    held.append(value)
    heldBytes += json.bytes.count
    if held.count > 1, held.count > Redactor.heldMax || heldBytes > Redactor.heldBytesMax {
      closeAll()
    }
    return release(everything: false)
  }

  /// Gives all that waits: no more comes.
  mutating func flush() -> [[UInt8]] { release(everything: true) }

  /// Reads what others have shown before, so that no key begins there and ends here.
  mutating func recall(_ json: JSONText) throws(AttemptFailure) {
    _ = try take(json)
    _ = flush()
  }

  /// One text that is whole.
  static func redacted(_ text: String, _ secrets: some Sequence<String>) -> String {
    let search = KeySearch(secrets)
    if search.isEmpty { return text }
    var channel = SearchedText()
    let bytes = Array(text.utf8)[...]
    channel.read(bytes, search)
    if channel.keys.isEmpty { return text }
    return String(decoding: channel.cut(bytes, at: 0..<bytes.count), as: UTF8.self)
  }
}
