/// The error tables that come with the language, as policies: they are read like any other file.
enum BuiltinTables {
  /// Their names, and what each extends, bases first.
  static let bases: [(name: String, base: String?)] = [
    ("http", nil), ("llm-http", "http"), ("exchange-http", "http"), ("grpc", nil),
  ]

  /// The text of a table.
  static func text(_ name: String) -> String {
    switch name {
    case "llm-http": llmHTTP
    case "exchange-http": exchangeHTTP
    case "grpc": grpc
    default: http  // an open set of names
    }
  }
}
