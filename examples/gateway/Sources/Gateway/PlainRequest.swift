import PolicyHTTP
import PolicyService

/// A request for embeddings, a response or a message: passed on as it came, but for the name of the
/// model.
///
/// A stream of these that breaks off after its first token is not continued.
struct PlainRequest: Asked {
  let form: Form
  let model: String
  let mode: ChatRequest.Mode
  let promptTokens: Int
  /// Of embeddings: how many vectors are asked for.
  let vectors: Int
  private let json: JSONText
  private let modelRange: Range<Int>

  var receivedBytesMax: Int { 0 }

  /// Reads and checks a body.
  ///
  /// - Throws: what the client is told of it.
  init(_ body: [UInt8], _ form: Form, held: Bool) throws(Reply) {
    let read = try ChatBody(body, form: form)
    let json = read.json
    let given = read.members.filter { !json.isNull($0.value) }
    guard let modelRange = given["model"], let model = json.string(modelRange), !model.isEmpty,
      model.utf8.count <= 256
    else { throw .invalid("A model is needed, as a text.", param: "model") }
    var stream = false
    if let value = given["stream"] {
      guard let flag = json.bool(value) else { throw .invalid("true or false", param: "stream") }
      stream = flag
    }
    try PlainRequest.check(given, read, form, stream: stream)
    let input = given[form.input]
    self.form = form
    self.json = json
    self.model = model
    self.modelRange = modelRange
    mode = !stream ? .whole : held ? .held : .stream
    if form == .embeddings, let input {
      (vectors, promptTokens) = PlainRequest.inputs(input, of: json)
    } else {
      vectors = 0
      promptTokens = ((input?.count ?? 0) + (given["system"]?.count ?? 0)) / 4
    }
  }

  /// Refuses what is no request of the form, or what nobody could fetch the answer of.
  private static func check(
    _ given: [String: Range<Int>], _ read: ChatBody, _ form: Form, stream: Bool
  ) throws(Reply) {
    let json = read.json
    let input = given[form.input]
    let isText = input.map { json.inner($0)?.isEmpty == false } ?? false
    switch form {
    case .chat, .messages:
      guard input != nil, read.messages > 0 else { throw ChatBody.noList(form) }
    case .embeddings:
      guard isText || read.messages > 0 else {
        throw .invalid("An input is needed, as a text or a list.", param: "input")
      }
      if stream { throw .invalid("Embeddings are not streamed.", param: "stream") }
    case .responses:
      guard isText || read.messages > 0 || (input == nil && given["prompt"] != nil) else {
        throw .invalid("An input is needed, as a text or a list of objects.", param: "input")
      }
      if let value = given["background"], json.bool(value) != false {
        throw .invalid(
          "A response in the background cannot be fetched here: ask for it without.",
          param: "background")
      }
    }
  }

  /// How many vectors are asked for, and the tokens of the longest text of which one is made: that
  /// is what must fit the model.
  private static func inputs(_ input: Range<Int>, of json: JSONText) -> (Int, Int) {
    guard let list = json.elements(input) else { return (1, input.count / 4) }
    func isNumber(_ range: Range<Int>) -> Bool {
      !"[{\"".utf8.contains(json.bytes[range.lowerBound])
    }
    // A list of numbers is one text in tokens.
    if let first = list.first, isNumber(first) { return (1, list.count) }
    let longest = list.map { one in json.elements(one)?.count ?? one.count / 4 }.max() ?? 0
    return (list.count, longest)
  }

  func body(for sending: PolicyHTTPRequest.Sending, _ findings: Findings) throws -> [UInt8] {
    if sending.attempt.isResume { throw CancellationError() }
    let name = sending.attempt.model ?? model
    return json.edited([Edit(modelRange, JSONText.quoted(name))])
  }

  func reader(
    _ attempt: Attempt, _ head: PolicyHTTPHead, _ findings: Findings
  ) -> any BodyReader { FormReader(attempt, head, form, findings) }

  func isAnswered(by json: JSONText) -> Bool {
    switch form {
    case .chat: false
    case .embeddings: json.embeddings == vectors
    case .responses: json.isResponse
    case .messages:
      json.member("content", of: json.root).flatMap { json.elements($0) } != nil && json.holdsAnswer
    }
  }
}
