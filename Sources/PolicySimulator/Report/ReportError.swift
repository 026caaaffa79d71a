/// Why a report cannot be read, or parts cannot be laid together.
public struct ReportError: Error, Equatable, Sendable {
  /// What is wrong and what to do, as one sentence.
  public var message: String
  /// The line in the JSON, from 1; 0 where it is not about a place in it.
  public var line: Int
  /// The column in that line, in characters from 1; 0 with the line.
  public var column: Int

  /// An error about no place.
  init(_ message: String) {
    self.message = message
    line = 0
    column = 0
  }

  /// An error about the byte at `offset` of `bytes`.
  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    self.message = message
    line = 1
    column = 1
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
  }
}

extension ReportError: CustomStringConvertible {
  /// The message, with the place in front if there is one.
  public var description: String {
    line == 0 ? message : "line \(line), column \(column): \(message)"
  }
}
