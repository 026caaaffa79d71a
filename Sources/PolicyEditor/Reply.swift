import PolicyGraph
import PolicySimulator

/// Bodies of messages, as JSON-RPC 2.0 has them.
enum Reply {
  /// The errors that a request can meet; the raw value is the protocol's.
  enum Failure: Int {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case notInitialized = -32002
  }

  /// The answer to a request.
  static func result(_ id: Field, _ result: (inout JSONWriter) -> Void) -> [UInt8] {
    message { json in
      write(id, to: &json)
      json.key("result")
      result(&json)
    }
  }

  /// The refusal of a request; without an id it could not be read.
  static func failure(_ id: Field?, _ failure: Failure, _ text: String) -> [UInt8] {
    message { json in
      write(id, to: &json)
      json.key("error")
      json.object { json in
        json.key("code")
        json.value(failure.rawValue)
        json.key("message")
        json.value(text)
      }
    }
  }

  /// Something that the editor did not ask for.
  static func notice(_ method: String, _ params: (inout JSONWriter) -> Void) -> [UInt8] {
    message { json in
      json.key("method")
      json.value(method)
      json.key("params")
      json.object(params)
    }
  }

  private static func message(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(inline: true) { json in
      json.key("jsonrpc")
      json.value("2.0")
      body(&json)
    }
    return json.finish()
  }

  private static func write(_ id: Field?, to json: inout JSONWriter) {
    json.key("id")
    switch id?.value.kind {
    case .text(let text): json.value(text)
    case .number(let range):
      json.number(String(decoding: id?.bytes[range] ?? [], as: UTF8.self))
    case .null, .flag, .array, .object, nil: json.null()
    }
  }
}

extension JSONWriter {
  /// Writes a range of a document.
  mutating func range(_ from: Position, _ to: Position) {
    object { json in
      for (key, position) in [("start", from), ("end", to)] {
        json.key(key)
        json.object { json in
          json.key("line")
          json.value(position.line)
          json.key("character")
          json.value(position.character)
        }
      }
    }
  }
}
