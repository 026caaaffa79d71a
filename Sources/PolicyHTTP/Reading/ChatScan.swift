#if HTTPClient
  internal import PolicyGraph
  public import PolicyService

  /// Finds out whether an LLM's answer has content, in one pass over its JSON as it arrives: whole,
  /// or event by event.
  ///
  /// It knows OpenAI's completions (`choices`, platform.openai.com/docs/api-reference/chat) and
  /// Anthropic's messages (docs.claude.com/en/api/messages), whole and streamed. JSON of any other
  /// form is foreign and never counts as empty. The scan validates nothing.
  public struct ChatScan: Sendable {
    /// What one event of a stream contributes.
    public enum Holding: Sendable {
      /// No part of the answer: a role, a ping, token usage.
      case nothing
      /// A part of the answer: text, a piece of a tool call, reasoning, or a finish reason that
      /// explains an empty answer.
      case something
      /// An event of no known form.
      case foreign
    }

    /// Whether the answer has content: text, a tool call, a refusal, audio or images.
    ///
    /// Reasoning alone is no content.
    public internal(set) var hasContent = false
    /// Whether the answer has reasoning.
    public internal(set) var hasThoughts = false
    /// Whether the finish reason explains an empty answer: out of tokens, or filtered.
    public internal(set) var isExcused = false
    /// Whether the answer reports its own failure: `"finish_reason": "error"`.
    public internal(set) var hasFailed = false
    /// Whether a body or an event of no known form arrived.
    public internal(set) var isForeign = false

    var json = ChatJSON()
    // What the present JSON text has shown of its form.
    var hasChoices = false
    var hasBlocks = false
    var type = MessageType.none

    /// A body that shows no known form within this many bytes is foreign.
    private static let unknownBytesMax = 4 << 10
    private var bytesRead = 0

    /// A scan that has read nothing.
    public init() {}

    /// Whether the answer has content, or a finish reason that explains why it has none.
    public var isAnswer: Bool { hasContent || isExcused }

    /// Whether a complete answer of a known form has no content and no explanation for that.
    public var isEmpty: Bool { !isAnswer && !isForeign }

    /// Whether the answer has begun in earnest.
    public var hasBegun: Bool { isAnswer || hasThoughts || isForeign }

    /// Reads on in an answer in one piece.
    public mutating func read(_ bytes: some Sequence<UInt8>) {
      for byte in Array(bytes) { take(byte) }
      if !isKnown && (json.isOver || bytesRead > ChatScan.unknownBytesMax) { isForeign = true }
    }

    /// Reads the data of one event.
    public mutating func read(event data: some Sequence<UInt8>) -> Holding {
      let data = Array(data)
      if data.count == 6, data.elementsEqual("[DONE]".utf8) { return .nothing }
      let before = (hasContent, hasThoughts, isExcused)
      json.restart()
      (hasChoices, hasBlocks, type) = (false, false, .none)
      // Only what this event adds by itself counts for the result.
      (hasContent, hasThoughts, isExcused) = (false, false, false)
      for byte in data { take(byte) }
      let isSomething = hasContent || hasThoughts || isExcused
      hasContent = hasContent || before.0
      hasThoughts = hasThoughts || before.1
      isExcused = isExcused || before.2
      if isSomething { return .something }
      if isKnown || hasFailed { return .nothing }
      isForeign = true
      return .foreign
    }

    /// Throws `unreadable` if the answer reports its own failure.
    public func check() throws(AttemptFailure) {
      if hasFailed { throw .transport(.unreadable) }
    }

    /// Throws `unreadable` if the complete answer of an attempt is empty.
    ///
    /// An attempt that resumes another answer may have nothing to add to it.
    public func checkEnd(of attempt: Attempt) throws(AttemptFailure) {
      if isEmpty && !attempt.isResume { throw .transport(.unreadable) }
    }

    private mutating func take(_ byte: UInt8) {
      bytesRead += 1
      switch json.take(byte) {
      case .none: break
      case .list(let place, let key): note(listIn: place, key)
      case .value(let place, let key): note(valueIn: place, key)
      case .foreign: isForeign = true
      }
    }

    /// Whether the present text is of a form known here.
    private var isKnown: Bool {
      hasChoices || type == .event || (type == .message && hasBlocks)
    }
  }

  /// What the top-level `type` says about a JSON text.
  enum MessageType: Sendable {
    case none, message, event

    init(_ word: String) {
      switch word {
      case "message": self = .message
      case "ping", "message_start", "content_block_start", "content_block_delta",
        "content_block_stop", "message_delta", "message_stop":
        self = .event
      default: self = .none  // an open set of words
      }
    }
  }
#endif
