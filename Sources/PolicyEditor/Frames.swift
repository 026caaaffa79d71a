import PolicyLanguage

/// Cuts a stream of bytes into messages by their `Content-Length`.
package struct Frames {
  /// What comes next in the stream.
  package enum Frame: Equatable {
    case message([UInt8])
    /// A header without a usable length; reading goes on behind it.
    case badHeader
    /// A header or a message that is too long; where the next one begins cannot be known.
    case lost
  }

  /// The longest header, in bytes.
  package static let headerMax = 8192
  /// The longest message, in bytes: the largest file, with every byte escaped.
  package static let messageMax = 7 * Limits.fileBytesMax

  private var buffer: [UInt8] = []
  private var start = 0

  /// A stream of which nothing has come yet.
  package init() {}

  /// Adds bytes as they come.
  package mutating func append(_ bytes: [UInt8]) {
    if start > 0 {
      buffer.removeSubrange(..<start)
      start = 0
    }
    buffer += bytes
  }

  /// Takes the next message; nil until all of it has come.
  package mutating func next() -> Frame? {
    let rest = buffer[start...]
    guard let end = rest.prefix(Frames.headerMax).firstPlace(of: Array("\r\n\r\n".utf8)) else {
      return rest.count >= Frames.headerMax ? .lost : nil
    }
    guard let length = Frames.length(rest[..<end.lowerBound]) else {
      start = end.upperBound
      return .badHeader
    }
    if length > Frames.messageMax { return .lost }
    guard buffer.count - end.upperBound >= length else { return nil }
    start = end.upperBound + length
    return .message(Array(buffer[end.upperBound..<start]))
  }

  /// A message with its header in front.
  package static func framed(_ body: [UInt8]) -> [UInt8] {
    Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  private static func length(_ header: ArraySlice<UInt8>) -> Int? {
    for line in header.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
      let digits = line[(colon + 1)...].filter { $0 != 0x20 && $0 != 0x09 }
      if name == "content-length", digits.allSatisfy({ (0x30...0x39).contains($0) }) {
        return Int(String(decoding: digits, as: UTF8.self))
      }
    }
    return nil
  }
}
