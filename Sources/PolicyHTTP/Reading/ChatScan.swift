#if HTTPClient
  internal import PolicyGraph
  public import PolicyService

  /// What stands in an LLM's answer, found in one pass over its JSON as it comes: in one piece, or
  /// event by event.
  ///
  /// Knows OpenAI's completions (`choices`, platform.openai.com/docs/api-reference/chat) and
  /// Anthropic's messages (docs.claude.com/en/api/messages), whole and streamed. JSON of another form
  /// is foreign: it is never empty. Nothing is trusted: what is no JSON says nothing.
  public struct ChatScan: Sendable {
    /// What one event of a stream holds.
    public enum Holding: Sendable {
      /// Nothing of the answer: a role, a ping, tokens used.
      case nothing
      /// Something of it: text, a part of a tool call, thoughts, an ending that needs no text.
      case something
      /// What is of no form known here.
      case foreign
    }

    /// Whether there is something to go by: text, a tool call, a refusal, sound, pictures.
    ///
    /// Thoughts alone are no answer.
    public internal(set) var hasContent = false
    /// Whether the model thought aloud.
    public internal(set) var hasThoughts = false
    /// Whether it ended for a reason that explains an empty answer: out of tokens, or filtered.
    public internal(set) var isExcused = false
    /// Whether it says of itself that it failed: `"finish_reason": "error"`.
    public internal(set) var hasFailed = false
    /// Whether something came that is of no form known here.
    public internal(set) var isForeign = false

    var json = ChatJSON()
    /// What the present text has shown of its form.
    var hasChoices = false
    var hasBlocks = false
    var type = MessageType.none

    /// A body of which no form was known within so many bytes is foreign.
    private static let unknownBytesMax = 4 << 10
    private var bytesRead = 0

    /// Nothing was read yet.
    public init() {}

    /// Whether it is an answer: one with content, or excused from it.
    public var isAnswer: Bool { hasContent || isExcused }

    /// Whether an answer of a form known here is over, and is none.
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
      if data.elementsEqual("[DONE]".utf8) { return .nothing }
      let before = (hasContent, hasThoughts, isExcused)
      (json, hasChoices, hasBlocks, type) = (ChatJSON(), false, false, .none)
      // Whether this one repeats what was known is what counts.
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

    /// Throws `unreadable` if the answer says of itself that it failed.
    public func check() throws(AttemptFailure) {
      if hasFailed { throw .transport(.unreadable) }
    }

    /// Throws `unreadable` if the answer of an attempt is over, and is none.
    ///
    /// What goes on with another's answer may have nothing to add.
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

  /// What the `type` at the top says that a text is.
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
