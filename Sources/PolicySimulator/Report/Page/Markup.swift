/// Markup while it grows.
///
/// Literals are ours and stand as they are; every `String` that is put into one is somebody's text
/// and is escaped, so that no name can become markup.
struct Markup: ExpressibleByStringInterpolation, Equatable {
  /// The markup in UTF-8.
  private(set) var bytes: [UInt8] = []

  /// No markup.
  init() {}

  init(stringLiteral value: String) { bytes = Array(value.utf8) }

  init(stringInterpolation: Interpolation) { bytes = stringInterpolation.bytes }

  /// Whether there is none.
  var isEmpty: Bool { bytes.isEmpty }

  static func += (left: inout Markup, right: Markup) { left.bytes += right.bytes }

  static func + (left: Markup, right: Markup) -> Markup { "\(left)\(right)" }

  /// Appends pieces with `separator` between each two.
  mutating func join(_ pieces: [Markup], by separator: Markup) {
    for (i, piece) in pieces.enumerated() {
      if i > 0 { self += separator }
      self += piece
    }
  }

  /// What is put together from literals and values.
  struct Interpolation: StringInterpolationProtocol {
    fileprivate(set) var bytes: [UInt8] = []

    init(literalCapacity: Int, interpolationCount: Int) {
      bytes.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { bytes += literal.utf8 }

    /// Appends text, escaped for content as well as for an attribute in either kind of quotes.
    mutating func appendInterpolation(_ text: String) {
      for byte in VisibleName.of(text).utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes += "&amp;".utf8
        case UInt8(ascii: "<"): bytes += "&lt;".utf8
        case UInt8(ascii: ">"): bytes += "&gt;".utf8
        case UInt8(ascii: "\""): bytes += "&quot;".utf8
        case UInt8(ascii: "'"): bytes += "&#39;".utf8
        default: bytes.append(byte)  // the other bytes mean themselves
        }
      }
    }

    mutating func appendInterpolation(_ number: Int) { bytes += String(number).utf8 }

    mutating func appendInterpolation(_ markup: Markup) { bytes += markup.bytes }

    /// Appends markup where a condition holds. (Of two literals Swift would make text.)
    mutating func appendInterpolation(if holds: Bool, _ markup: Markup) {
      if holds { bytes += markup.bytes }
    }
  }
}

extension Markup {
  /// A name that cannot turn the direction of what stands beside it.
  static func name(_ text: String) -> Markup { "<bdi>\(text)</bdi>" }
}
