/// A file of the repository, line by line; of a Swift file also what of each line is code.
struct TextFile: Sendable, CustomStringConvertible {
  /// A line of it.
  struct Line: Sendable {
    /// Its number, from 1.
    let number: Int
    /// All of it.
    let text: String
    /// What is left without comments and without the contents of texts.
    let code: String
    /// What its comment says, with the slashes; empty without one.
    let comment: String
    /// Whether it holds a text, or a part of one.
    let hasText: Bool
  }

  /// Its path from the root of the repository.
  let path: String
  let lines: [Line]

  var description: String { path }
  /// The last part of the path, without `.swift`.
  var stem: String {
    String((path.split(separator: "/").last ?? "").prefix { $0 != "." })
  }
  /// The module, as in `PolicyGraph`.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  /// Reads a file; nil if it is not text.
  init?(_ path: String) {
    guard let text = String(validating: Repository.bytes(path), as: UTF8.self) else { return nil }
    self.init(path, text: text)
  }

  init(_ path: String, text: String) {
    self.path = path
    var scanner = CodeScanner()
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if rows.last == "" { rows.removeLast() }
    let isSwift = path.hasSuffix(".swift")
    lines = rows.enumerated().map { index, row in
      let split = isSwift ? scanner.split(row) : (code: row, comment: "", hasText: false)
      return Line(
        number: index + 1, text: row, code: split.code, comment: split.comment,
        hasText: split.hasText)
    }
  }
}
