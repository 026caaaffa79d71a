import PolicyHTTP

/// One event of a stream of responses or messages, as far as it matters here.
struct FormEvent: Sendable {
  /// What it is, by its `type`; the event's name on the wire is the same.
  let type: String
  /// Whether it holds a part of the answer: a token, a thought, a piece of a tool's call.
  var holdsSome = false
  /// Whether that is more than thoughts, or says why there is no more.
  var isAnswer = false
  /// Whether it says that the answer has failed.
  var isError = false
  /// Blocks of a message that begin and end with it.
  var begun: Int?
  var finished: Int?
  /// Whether it says why the answer ends.
  var hasReason = false
  /// Whether it is the last one.
  var isLast = false
  /// Where it says what was used.
  var usage: Range<Int>?
  /// Its number, where events have one.
  var number: Int?
  /// The same for events whose texts belong together.
  private(set) var place = 0

  /// Nil if it is no event of the form.
  init?(_ json: JSONText, _ form: Form) {
    guard let type = json.member("type", of: json.root).flatMap({ json.string($0) }),
      (1...64).contains(type.utf8.count), type.utf8.allSatisfy(FormEvent.isPlain)
    else { return nil }
    self.type = type
    if type == "error" { isError = true }
    var place = Hasher()
    place.combine(type)
    for name: StaticString in ["index", "output_index", "content_index", "summary_index"] {
      place.combine(json.member(name, of: json.root).flatMap { json.int($0) })
    }
    self.place = place.finalize()
    switch form {
    case .chat, .embeddings: return nil
    case .responses: readResponse(json)
    case .messages: readMessage(json)
    }
  }

  /// What may stand in the name of an event.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  /// platform.openai.com/docs/api-reference/responses-streaming.
  private mutating func readResponse(_ json: JSONText) {
    number = json.member("sequence_number", of: json.root).flatMap { json.int($0) }
    let response = json.member("response", of: json.root)
    usage = response.flatMap { json.member("usage", of: $0) }
    switch type {
    case "response.completed", "response.incomplete":
      (isLast, hasReason) = (true, true)
      isAnswer = type == "response.incomplete" || response.map { json.holdsOutput($0) } ?? false
    case "response.failed", "response.cancelled": isError = true
    case "response.output_item.added", "response.output_item.done":
      let item = json.member("item", of: json.root)
      switch item.flatMap({ json.member("type", of: $0) }).flatMap({ json.string($0) }) {
      case "message", "reasoning", nil: break
      default: (holdsSome, isAnswer) = (true, true)  // the call of a tool
      }
    default:  // a piece of something, or news of how it goes
      guard type.hasSuffix(".delta"), let delta = json.member("delta", of: json.root) else {
        return
      }
      holdsSome = delta.count > 2
      isAnswer = holdsSome && !type.contains("reasoning")
    }
  }

  /// docs.claude.com/en/docs/build-with-claude/streaming.
  private mutating func readMessage(_ json: JSONText) {
    var scan = ChatScan()
    holdsSome = scan.read(event: json.bytes) == .something
    isAnswer = scan.isAnswer
    var holder = json.root
    switch type {
    case "message_start": holder = json.member("message", of: json.root) ?? json.root
    case "content_block_start": begun = index(json)
    case "content_block_stop": finished = index(json)
    case "message_delta":
      let delta = json.member("delta", of: json.root)
      hasReason = delta.flatMap { json.member("stop_reason", of: $0) } != nil
    case "message_stop": isLast = true
    default: break  // a piece of a block, a ping, or what is not known yet
    }
    usage = json.member("usage", of: holder)
  }

  private func index(_ json: JSONText) -> Int? {
    json.member("index", of: json.root).flatMap { json.int($0) }
  }
}
