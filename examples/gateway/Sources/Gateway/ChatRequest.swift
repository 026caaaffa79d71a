import PolicyGraph
import PolicyHTTP
import PolicyService

/// A chat request of a client, checked, and as it is sent to each provider.
struct ChatRequest: Sendable {
  /// How a client wants its answer.
  enum Mode: Sendable {
    /// In one piece.
    case whole
    /// As it comes.
    case stream
    /// As a stream, once it is whole.
    case held
  }

  let json: JSONText
  let model: String
  let mode: Mode
  /// How many answers are asked for.
  let choices: Int
  let wantsUsage: Bool
  /// What the prompt takes, roughly: four bytes a token.
  let promptTokens: Int
  private let modelRange: Range<Int>
  private let messages: Range<Int>
  private let options: StreamOptions

  /// Reads and checks a body.
  ///
  /// - Throws: what the client is told of it.
  init(_ body: [UInt8], held: Bool) throws(Reply) {
    let read = try ChatBody(body)
    let json = read.json
    let given = read.members.filter { !json.isNull($0.value) }
    guard let modelRange = given["model"], let model = json.string(modelRange), !model.isEmpty,
      model.utf8.count <= 256
    else { throw .invalid("A model is needed, as a text.", param: "model") }
    guard let messages = given["messages"], read.messages > 0 else {
      throw .invalid("Messages are needed, as a list of objects.", param: "messages")
    }
    var stream = false
    if let value = given["stream"] {
      guard let flag = json.bool(value) else { throw .invalid("true or false", param: "stream") }
      stream = flag
    }
    var choices = 1
    if let value = given["n"] {
      guard let count = json.int(value), (1...128).contains(count) else {
        throw .invalid("A count from 1 to 128 is needed.", param: "n")
      }
      choices = count
    }
    let options = try StreamOptions(read.members["stream_options"], of: json, isStream: stream)
    self.json = json
    self.model = model
    mode = !stream ? .whole : held ? .held : .stream
    self.choices = choices
    self.options = options
    wantsUsage = options.includesUsage
    self.modelRange = modelRange
    self.messages = messages
    promptTokens = messages.count / 4
  }

  /// The body for a provider: its own name of the model, always with usage, and the text so far (as
  /// it stands in JSON) if it is to be continued, in the way that the attempt's endpoint takes.
  func body(for attempt: Attempt, continuing text: [UInt8]?) -> [UInt8] {
    var edits = [Edit(modelRange, JSONText.quoted(attempt.model ?? model))]
    if let text, !text.isEmpty, let way = attempt.handover {
      let end = messages.upperBound - 1
      var said = Array(",{\"role\":\"assistant\",\"content\":\"".utf8) + text + Array("\"".utf8)
      switch way {
      case .prefill:
        let prefix = attempt.attributes["prefix"].map { ",\(JSONText.quoted($0)):true" } ?? ""
        said += "\(prefix)}".utf8
      case .continuation:
        let wish = attempt.attributes["instruction"] ?? AnswerJoiner.instruction
        said += "},{\"role\":\"user\",\"content\":\(JSONText.quoted(wish))}".utf8
      }
      edits.append(Edit(end..<end, said))
    }
    if mode != .whole, let edit = options.edit(in: json) { edits.append(edit) }
    return json.edited(edits)
  }
}
