import PolicyLanguage
import PolicyRuntime

/// The runtime's reasons for `policyc explain`: the language does not know them.
enum ReasonPages {
  /// The reasons that can be asked for.
  static let all: [Reason] = Reason.allCases.filter { $0 != .none }

  /// The codes, for near misses and completion.
  static var codes: [String] { all.map(\.code) }

  /// The page about a reason; nil if there is none of that code.
  static func text(for query: String) -> String? {
    guard let reason = all.first(where: { $0.code == query.lowercased() }) else { return nil }
    return """
      `\(reason.code)`, a reason in traces and events

        \(reason.sentence)

      """
  }

  /// All of them, as the last part of the contents.
  static func contents() -> String {
    var text = "\nReasons in traces and events: policyc explain breaker-open\n\n"
    var row = "   "
    for code in codes {
      let piece = " " + code + (code == codes.last ? "" : ",")
      if row.count + piece.count > 80 {
        text += row + "\n"
        row = "   "
      }
      row += piece
    }
    return text + row + "\n"
  }
}
