/// Takes a stream of server-sent events apart, whatever the pieces are that it comes in.
struct EventStream {
  /// One event's data without its `data:`.
  typealias Event = [UInt8]

  /// More than this is no event.
  static let bytesMax = 1 << 20

  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var hasData = false
  private var afterReturn = false

  /// An event was longer than any that is meant.
  struct TooLong: Error {}

  /// Takes in bytes; gives the events that they complete.
  mutating func feed(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Event] {
    var events: [Event] = []
    for byte in bytes {
      // A line ends with CR, LF, or both.
      let isSecond = afterReturn && byte == 0x0A
      afterReturn = byte == 0x0D
      if isSecond { continue }
      if byte == 0x0A || byte == 0x0D {
        if let event = endLine() { events.append(event) }
      } else {
        line.append(byte)
      }
      if line.count + data.count > EventStream.bytesMax { throw TooLong() }
    }
    return events
  }

  private mutating func endLine() -> Event? {
    defer { line.removeAll(keepingCapacity: true) }
    if line.isEmpty {
      defer {
        data.removeAll(keepingCapacity: true)
        hasData = false
      }
      return hasData ? data : nil
    }
    guard line.starts(with: Array("data".utf8)) else { return nil }
    if line.count == 4 {
      if hasData { data.append(0x0A) }
      hasData = true
    } else if line[4] == UInt8(ascii: ":") {
      if hasData { data.append(0x0A) }
      hasData = true
      data += line[(line.count > 5 && line[5] == 0x20 ? 6 : 5)...]
    }
    return nil
  }
}
