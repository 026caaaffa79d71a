import PolicyGraph
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
    var page = TextPage(width: 80)
    page.end()
    page.row("Reasons in traces and events: policyc explain breaker-open")
    page.end()
    page.prose(codes.joined(separator: ", "), indent: 4)
    return page.text
  }
}
