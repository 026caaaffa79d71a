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
struct FormReader: EventReader {
  let attempt: Attempt
  let head: PolicyHTTPHead
  var intake = EventIntake()
  private let form: Form
  private let findings: Findings
  private var redactor: FormRedactor
  /// Names of the events that the redactor has not given back yet.
  private var names: [String] = []
  /// Blocks that have begun and have not ended.
  private var open: Set<Int> = []
  private var tokens = TokenUse.Tokens(prompt: 0, completion: 0)
  private(set) var hasToken = false
  private var isAnswer = false
  private var hasReason = false
  private(set) var isDone = false

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
  var isOver: Bool { form == .messages && hasReason && open.isEmpty && isAnswer }

  var tooSoon: Transport { hasToken ? .cut : .unreadable }

  mutating func take(_ data: [UInt8], _ piece: inout BodyPiece) throws {
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
    piece.write(event: data, named: names.removeFirst())
  }

  private mutating func finish(_ piece: inout BodyPiece) throws {
    isDone = true
    for event in try redactor.flush() { write(event, &piece) }
    piece.isFirstByte = true
    piece.isLast = true
  }

  mutating func close(_ piece: inout BodyPiece) throws {
    try finish(&piece)
    piece.write(event: Array("{\"type\":\"message_stop\"}".utf8), named: "message_stop")
  }
}
