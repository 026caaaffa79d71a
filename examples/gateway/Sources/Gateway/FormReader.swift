import NIOCore
import NIOHTTP1
import PolicyGraph
import PolicyHTTP
import PolicyService

/// Reads a stream of responses or messages: says what goes to the client, where its first token is,
/// and whether it is whole.
///
/// A response is whole when it says that it is completed, or incomplete; a message when it has said
/// why it ends and all its blocks have ended. One that ends without is cut.
struct FormReader: BodyReader {
  private let attempt: Attempt
  private let head: PolicyHTTPHead
  private let form: Form
  private let findings: Findings
  private var events = ServerSentEvents()
  private var redactor: FormRedactor
  /// Names of the events that the redactor has not given back yet.
  private var names: [String] = []
  private var strange = StrangeBody()
  private var pulse = Pulse()
  /// Blocks that have begun and have not ended.
  private var open: Set<Int> = []
  private var tokens = TokenUse.Tokens(prompt: 0, completion: 0)
  private var hasToken = false
  private var isAnswer = false
  private var hasReason = false
  private var isDone = false

  /// Blocks of a message that may be open at once.
  private static let openMax = 128

  init(_ attempt: Attempt, _ head: PolicyHTTPHead, _ form: Form, _ findings: Findings) {
    self.attempt = attempt
    self.head = head
    self.form = form
    self.findings = findings
    redactor = FormRedactor(findings.redactor)
  }

  /// Whether nothing of a message is missing but the event that says so.
  private var isOver: Bool { form == .messages && hasReason && open.isEmpty && isAnswer }

  /// What it is that ends before it is over: cut, or nothing at all.
  private var tooSoon: Transport { hasToken ? .cut : .unreadable }

  mutating func read(_ bytes: ByteBuffer) throws -> BodyPiece {
    guard head.isEventStream else {
      try strange.take(bytes)
      return BodyPiece()
    }
    let whole: [ServerSentEvent]
    do { whole = try events.take(bytes) } catch { throw AttemptFailure.transport(.unreadable) }
    var piece = BodyPiece()
    for event in whole where !isDone {
      if let data = event.data { try take(Array(data.utf8), &piece) }
    }
    let isLate = pulse.isLate(
      hasEvent: !whole.isEmpty, idle: hasToken && !isOver ? attempt.timeouts.idle : nil)
    if isLate { throw AttemptFailure.transport(.idleTimeout) }
    return piece
  }

  private mutating func take(_ data: [UInt8], _ piece: inout BodyPiece) throws {
    // Some say it behind an answer of any form; it is no part of these.
    if data.elementsEqual("[DONE]".utf8) { return }
    // What is left out might leave a hole in the text.
    guard let json = JSONText(data) else { throw AttemptFailure.transport(.unreadable) }
    if json.member("error", of: json.root) != nil { throw AttemptFailure.event(data) }
    guard let event = FormEvent(json, form) else { throw AttemptFailure.transport(.unreadable) }
    if event.isError { throw AttemptFailure.event(data) }
    isAnswer = isAnswer || event.isAnswer
    hasReason = hasReason || event.hasReason
    if let begun = event.begun { open.insert(begun) }
    if let finished = event.finished { open.remove(finished) }
    guard open.count <= FormReader.openMax else { throw AttemptFailure.transport(.unreadable) }
    if event.isLast {
      guard hasReason, open.isEmpty else { throw AttemptFailure.transport(tooSoon) }
      // Before any of it is shown.
      guard isAnswer else { throw AttemptFailure.transport(.unreadable) }
    }
    if event.holdsSome { findings.count(pieceOf: attempt) }
    // A message tells at its beginning what went in; what came out is known when it ends.
    if let usage = event.usage, tokens.take(usage, of: json), event.hasReason {
      findings.report(tokens, of: attempt)
      attempt.report(usage: tokens.total)
    }
    names.append(event.type)
    if let number = event.number { findings.note(sequence: number) }
    for released in try redactor.take(json, place: event.place) { write(released, &piece) }
    if event.holdsSome {
      hasToken = true
      piece.isFirstByte = true
    }
    if event.isLast {
      try finish(&piece)
    } else if isOver {
      piece.idle = ChatReader.lastWordsMax
    }
  }

  /// Writes an event, with the name that its `type` gave it.
  private mutating func write(_ data: [UInt8], _ piece: inout BodyPiece) {
    piece.bytes.writeString("event: \(names.removeFirst())\n")
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      piece.bytes.writeString("data: ")
      piece.bytes.writeBytes(line)
      piece.bytes.writeString("\n")
    }
    piece.bytes.writeString("\n")
  }

  private mutating func finish(_ piece: inout BodyPiece) throws {
    isDone = true
    for event in try redactor.flush() { write(event, &piece) }
    piece.isFirstByte = true
    piece.isLast = true
  }

  mutating func end(_ ending: BodyEnd) throws -> BodyPiece {
    if !head.isEventStream { try strange.end(attempt, head) }
    var piece = BodyPiece()
    if isDone { return piece }
    // Its last word is missing, and nothing of the answer is.
    if isOver {
      try finish(&piece)
      piece.bytes.writeString("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
      return piece
    }
    switch ending {
    case .whole: throw AttemptFailure.transport(tooSoon)
    case .failed(let transport): throw AttemptFailure.transport(transport)
    }
  }
}
