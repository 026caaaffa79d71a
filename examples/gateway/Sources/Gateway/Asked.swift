import PolicyGraph
import PolicyHTTP
import PolicyService

/// A request of a client, read and checked, whatever its form.
protocol Asked: Sendable {
  var form: Form { get }
  var model: String { get }
  var mode: ChatRequest.Mode { get }
  /// What the prompt takes, roughly: four bytes a token.
  var promptTokens: Int { get }
  /// Bytes of a stream that are remembered, so that another endpoint can go on with it; 0 if none
  /// can.
  var receivedBytesMax: Int { get }

  /// The body for an attempt.
  ///
  /// - Throws: `CancellationError` for one that is to continue what cannot be continued: nobody is
  ///   to blame for that.
  func body(for sending: PolicyHTTPRequest.Sending, _ findings: Findings) throws -> [UInt8]
  /// Reads an answer that comes as a stream.
  func reader(
    _ attempt: Attempt, _ head: PolicyHTTPHead, _ findings: Findings
  ) -> any BodyReader
  /// Whether an answer in one piece is one: of the form that was asked for, and not empty.
  func isAnswered(by json: JSONText) -> Bool
}

extension Asked {
  /// What the policy may ask of it: its size, how it is delivered, and its tags `model` and `form`.
  var facts: PolicyService.Request {
    let delivery: Delivery =
      switch mode {
      case .whole: .whole
      case .stream: .shown
      case .held: .held
      }
    return PolicyService.Request(
      size: promptTokens, delivery: delivery,
      tags: [.init("model", model), .init("form", form.rawValue)])
  }
}

extension Form {
  /// Reads and checks a body.
  ///
  /// - Throws: what the client is told of it.
  func read(_ body: [UInt8], held: Bool) throws(Reply) -> any Asked {
    switch self {
    case .chat: try ChatRequest(body, held: held)
    case .embeddings, .responses, .messages: try PlainRequest(body, self, held: held)
    }
  }
}

extension ChatRequest: Asked {
  var form: Form { .chat }
  var receivedBytesMax: Int { mode == .stream ? Chat.receivedBytesMax : 0 }

  func body(for sending: PolicyHTTPRequest.Sending, _ findings: Findings) throws -> [UInt8] {
    let attempt = sending.attempt
    var text: [UInt8]?
    if attempt.isResume {
      text = self.text(of: sending.received)
      guard let text else { throw CancellationError() }
      findings.handOver(text)
    }
    return body(for: attempt, continuing: text)
  }

  func reader(
    _ attempt: Attempt, _ head: PolicyHTTPHead, _ findings: Findings
  ) -> any BodyReader { ChatReader(attempt, head, self, findings) }

  func isAnswered(by json: JSONText) -> Bool {
    guard let choices = json.member("choices", of: json.root),
      let list = json.elements(choices), !list.isEmpty
    else { return false }
    return json.holdsAnswer
  }
}

extension JSONText {
  /// Whether it holds more than nothing, of a chat or a message of Anthropic's.
  var holdsAnswer: Bool {
    var scan = ChatScan()
    scan.read(bytes)
    return scan.isAnswer && !scan.hasFailed
  }
}
