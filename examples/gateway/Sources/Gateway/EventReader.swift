import NIOCore
import NIOHTTP1
import PolicyGraph
import PolicyHTTP
import PolicyService

/// What readers of all forms have in common: a body becomes events, an idle stream is late, and one
/// that ends before it is over is cut.
protocol EventReader: BodyReader {
  var attempt: Attempt { get }
  var head: PolicyHTTPHead { get }
  var intake: EventIntake { get set }
  /// Whether its last word has been read.
  var isDone: Bool { get }
  /// Whether a part of the answer has been read.
  var hasToken: Bool { get }
  /// Whether nothing of the answer is missing but the words that say so.
  var isOver: Bool { get }
  /// What it is that ends before it is over: cut, or nothing at all.
  var tooSoon: Transport { get }

  /// Takes the data of an event.
  mutating func take(_ data: [UInt8], _ piece: inout BodyPiece) throws
  /// Ends a stream of which only the last words are missing.
  mutating func close(_ piece: inout BodyPiece) throws
}

/// What a reader of events keeps of the bytes that came.
struct EventIntake {
  var events = ServerSentEvents()
  /// The body, where it is no stream of events.
  var strange = StrangeBody()
  var pulse = Pulse()
}

extension EventReader {
  mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece {
    guard head.isEventStream else {
      try intake.strange.take(bytes)
      return BodyPiece()
    }
    let whole: [ServerSentEvent]
    do {
      whole = try intake.events.take(bytes)
    } catch { throw AttemptFailure.transport(.unreadable) }
    var piece = BodyPiece()
    for event in whole where !isDone {
      if let data = event.dataBytes { try take(JSONText.repaired(data), &piece) }
    }
    let isLate = intake.pulse.isLate(
      hasEvent: !whole.isEmpty, idle: hasToken && !isOver ? attempt.timeouts.idle : nil)
    if isLate { throw AttemptFailure.transport(.idleTimeout) }
    return piece
  }

  mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
    if !head.isEventStream { try intake.strange.end(attempt, head) }
    var piece = BodyPiece()
    if isDone { return piece }
    if isOver {
      try close(&piece)
      return piece
    }
    switch ending {
    case .whole: throw AttemptFailure.transport(tooSoon)
    case .failed(let transport): throw AttemptFailure.transport(transport)
    }
  }
}

extension BodyPiece {
  /// Writes an event; each line of its data has the field's name again.
  mutating func write(event data: [UInt8], named name: String? = nil) {
    if let name { bytes.writeString("event: \(name)\n") }
    var rest = data[...]
    repeat {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      bytes.writeStaticString("data: ")
      bytes.writeBytes(rest[..<end])
      bytes.writeStaticString("\n")
      rest = rest[end...]
    } while rest.popFirst() != nil
    bytes.writeStaticString("\n")
  }
}
