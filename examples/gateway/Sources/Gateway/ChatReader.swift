import NIOCore
import NIOHTTP1
import PolicyGraph
import PolicyHTTP
import PolicyService

/// Reads an answer that comes as a stream of events: says what goes to the client, where its first
/// token is, and whether it is whole.
///
/// A stream is whole when every choice has said why it ends. One that ends without is cut, however
/// politely its connection is closed; one that says so and then keeps its `[DONE]` to itself is not
/// waited for. One that ends without a word, a tool's call or a reason for that, or says that it
/// failed, is no answer (`ChatScan`): it is unreadable.
struct ChatReader: EventReader {
  let attempt: Attempt
  let head: PolicyHTTPHead
  var intake = EventIntake()
  private let request: ChatRequest
  private let findings: Findings
  private var scan = ChatScan()
  private var redactor: Redactor
  /// Of one that goes on with another's text because it was asked to.
  private var join: ChatJoin?
  /// Answers that have begun, and those that have said why they end.
  private var begun: Set<Int> = []
  private var finished: Set<Int> = []
  private var hasUsage = false
  private(set) var isDone = false
  private(set) var hasToken = false

  static let done = "data: [DONE]\n\n"
  /// How long the usage and `[DONE]` are waited for once nothing else is missing.
  static let lastWordsMax = Duration.seconds(1)

  init(_ attempt: Attempt, _ head: PolicyHTTPHead, _ request: ChatRequest, _ findings: Findings) {
    self.attempt = attempt
    self.head = head
    self.request = request
    self.findings = findings
    redactor = findings.redactor
    if attempt.isResume, let shown = findings.shown { try? redactor.recall(shown) }
    if attempt.handover == .continuation { join = ChatJoin(after: findings.text) }
  }

  /// Whether each answer that has begun has said why it ends.
  private var isEnded: Bool { !begun.isEmpty && begun.isSubset(of: finished) }

  /// Whether as many have ended as were asked for: nothing more is to come, though nobody said so.
  ///
  /// A provider that gives fewer says `[DONE]`.
  var isOver: Bool { isEnded && finished.count >= request.choices }

  var tooSoon: Transport { scan.hasBegun || attempt.isResume ? .cut : .unreadable }

  mutating func take(_ data: [UInt8], _ piece: inout BodyPiece) throws {
    if data.elementsEqual("[DONE]".utf8) {
      guard isEnded else { throw AttemptFailure.transport(tooSoon) }
      guard scan.isAnswer || attempt.isResume else { throw AttemptFailure.transport(.unreadable) }
      return finish(&piece)
    }
    guard let json = JSONText(data), let chunk = ChatChunk(json) else {
      // Left out, it might leave a hole in the text.
      throw AttemptFailure.transport(.unreadable)
    }
    if chunk.isError { throw AttemptFailure.event(data) }
    let holdsSome = scan.read(event: data) == .something
    try scan.check()
    begun.formUnion(chunk.begun)
    finished.formUnion(chunk.finished)
    // Before any of it is shown. What goes on with another's answer may have nothing to add.
    if isOver && !scan.isAnswer && !attempt.isResume {
      throw AttemptFailure.transport(.unreadable)
    }
    if chunk.hasUsage { hasUsage = true }
    if let tokens = chunk.totalTokens { attempt.report(usage: tokens) }
    if let tokens = chunk.tokens { findings.report(tokens, of: attempt) }
    if holdsSome { findings.count(pieceOf: attempt) }
    let isUnasked = chunk.hasUsage && chunk.isEmpty && !request.wantsUsage
    // Two beginnings in one stream would be one too many.
    let isSecondBeginning =
      attempt.isResume && !holdsSome && chunk.finished.isEmpty && !chunk.hasUsage
    if !isUnasked && !isSecondBeginning {
      for joined in try joined(json, chunk) {
        for event in try redactor.take(joined) { piece.write(event: event) }
      }
    }
    if holdsSome {
      hasToken = true
      piece.isFirstByte = true
    }
    if isOver && hasUsage {
      finish(&piece)
    } else if isOver {
      piece.idle = ChatReader.lastWordsMax
    }
  }

  /// What is sent on in the place of an event that came.
  private mutating func joined(_ json: JSONText, _ chunk: ChatChunk) throws -> [JSONText] {
    guard attempt.isResume else { return [json] }
    var (json, chunk) = (json, chunk)
    // The client is told what all have cost who had a part in its answer.
    if let range = chunk.usageRange, chunk.tokens != nil {
      json = json.replacing(range, with: findings.uses.json)
      chunk = ChatChunk(json) ?? chunk
    }
    return try join?.take(json, chunk) ?? [json]
  }

  private mutating func finish(_ piece: inout BodyPiece) {
    isDone = true
    for event in redactor.flush() { piece.write(event: event) }
    piece.bytes.writeString(ChatReader.done)
    piece.isFirstByte = true
    piece.isLast = true
  }

  /// Its last words may be missing, but nothing of the answer is.
  mutating func close(_ piece: inout BodyPiece) { finish(&piece) }
}

extension ChatRequest {
  /// The text of a stream that a client has received, as it stands in the JSON.
  ///
  /// Nil if another model cannot go on with it.
  func text(of received: ByteBuffer?) -> [UInt8]? {
    guard let received, choices == 1 else { return nil }
    var events = ServerSentEvents()
    guard let whole = try? events.take(received) else { return nil }
    var text: [UInt8] = []
    for event in whole {
      guard let data = event.dataBytes, let json = JSONText(JSONText.repaired(data)),
        let chunk = ChatChunk(json), !chunk.hasMore
      else { return nil }
      text += chunk.text
    }
    // Half a character cannot be handed over, and the other half comes from nobody else.
    return JSONText.split(text).half.isEmpty ? text : nil
  }
}
