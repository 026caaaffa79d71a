/// A path below an endpoint's URL.
package enum JoinedURL {
  /// The URL with a path and its query joined to it; the queries of both are kept.
  package static func text(_ base: String, _ path: String) -> String {
    let (folder, fixed) = split(base)
    let (rest, query) = split(path)
    let head = folder.hasSuffix("/") ? String(folder.dropLast()) : String(folder)
    let queries = [fixed, query].compactMap { $0 }.filter { !$0.isEmpty }
    return head + rest + (queries.isEmpty ? "" : "?" + queries.joined(separator: "&"))
  }

  private static func split(_ text: String) -> (path: Substring, query: Substring?) {
    guard let mark = text.firstIndex(of: "?") else { return (text[...], nil) }
    return (text[..<mark], text[text.index(after: mark)...])
  }
}
