import PolicyLanguage

/// The host of a URL.
struct Host {
  /// In lower case, without port and brackets.
  let name: String

  /// The host of a URL that the checker has accepted.
  init(url: String) {
    var rest = url[...]
    if let scheme = rest.utf8.firstPlace(of: "://".utf8) { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    if rest.first == "[" {
      name = rest.dropFirst().prefix { $0 != "]" }.lowercased()
    } else {
      name = rest.prefix { $0 != ":" }.lowercased()
    }
  }

  /// Whether it cannot lie outside one's own network: a loopback or private address (RFC 1918,
  /// RFC 4193), a name without a dot, or one that only a local resolver knows.
  var isPrivate: Bool {
    if name == "::1" || name.hasPrefix("fd") && name.contains(":") { return true }
    if [".local", ".internal", ".lan", ".localhost"].contains(where: name.hasSuffix) {
      return true
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count == 1 { return !name.contains(":") }
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 4, numbers.count == 4 else { return false }
    switch numbers[0] {
    case 10, 127: return true
    case 172: return (16...31).contains(numbers[1])
    case 192: return numbers[1] == 168
    default: return false
    }
  }
}
