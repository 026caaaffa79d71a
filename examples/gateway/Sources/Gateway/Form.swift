/// What a client asks for, by its path.
///
/// A form says how a request holds its input, what an answer looks like whole and as a stream, and
/// how an error is told. Nothing is translated from one form into another.
enum Form: String, CaseIterable, Sendable {
  case chat, embeddings, responses, messages

  /// Where the policy's routes have it and, unless an endpoint says otherwise, the providers.
  var path: String {
    switch self {
    case .chat: "/v1/chat/completions"
    case .embeddings: "/v1/embeddings"
    case .responses: "/v1/responses"
    case .messages: "/v1/messages"
    }
  }

  /// The same without `/v1`: some clients are given a base URL that lacks it.
  var shortPath: String { String(path.dropFirst("/v1".count)) }

  /// The form that a path is for; nil if it is for none.
  init?(path: String) {
    guard let form = Form.allCases.first(where: { $0.path == path || $0.shortPath == path }) else {
      return nil
    }
    self = form
  }

  /// The members of a request that are read here: a provider must not read others in their place.
  var members: Set<String> {
    switch self {
    case .chat: ["model", "messages", "stream", "stream_options", "n"]
    case .embeddings: ["model", "input", "stream"]
    case .responses: ["model", "input", "prompt", "stream", "background"]
    case .messages: ["model", "messages", "stream", "system"]
    }
  }

  /// The member that holds what the model reads.
  var input: String {
    switch self {
    case .chat, .messages: "messages"
    case .embeddings, .responses: "input"
    }
  }

  /// What the elements of the input are, if it is a list.
  var elements: String {
    switch self {
    case .chat, .messages: "messages"
    case .embeddings, .responses: "inputs"
    }
  }
}
