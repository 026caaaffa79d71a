/// SHA-256 of an artifact, whatever its signature: the name of its content.
public struct ArtifactDigest: Hashable, Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  /// How many bytes there are.
  static let byteCount = 32
  static let zero = ArtifactDigest(bytes: [UInt8](repeating: 0, count: byteCount))

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// The digest that 64 hexadecimal digits name, as `policyc inspect` shows it; nil for other text.
  public init?(_ text: String) {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      case _: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    guard high == nil, bytes.count == ArtifactDigest.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension ArtifactDigest: CustomStringConvertible {
  /// 64 hexadecimal digits.
  public var description: String { ByteText { for byte in bytes { $0.append(hex: byte) } }.string }
}
