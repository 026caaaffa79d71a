import PolicyGraph

/// What a path must look like: characters that mean themselves, and for a `match` a `*` at the end.
enum PathShape {
  /// What is wrong with a path, and what to write instead.
  struct Problem {
    var text: String
    var note: String
  }

  /// What is wrong with `path`; nil if nothing is.
  ///
  /// - Parameter isPattern: Whether a `*` at its end stands for any rest.
  static func objection(_ path: ArraySlice<UInt8>, isPattern: Bool) -> Problem? {
    let forms =
      isPattern
      ? "exact, as in `\"/orders\"`, or a prefix, as in `\"/v1/*\"`"
      : "write it out, as in `\"/health\"`"
    if let sign = placeholder(in: path) {
      return Problem(
        text: "\(sign) is not a placeholder in a path",
        note: isPattern
          ? "match the prefix before it, as in `\"\(beginning(of: path))*\"`" : forms)
    }
    if let sign = expression(in: path) {
      return Problem(
        text: "\(sign) belongs to regular expressions, and a path is not one", note: forms)
    }
    guard path.first == UInt8(ascii: "/") else {
      return Problem(text: "a path starts with `/`", note: forms)
    }
    let body = isPattern && path.last == UInt8(ascii: "*") ? path.dropLast() : path
    if body.contains(UInt8(ascii: "*")) {
      return Problem(
        text: isPattern ? "a `*` may only end a path" : "a `*` matches nothing here",
        note: forms)
    }
    if isPattern, let end = path.first(where: { $0 == UInt8(ascii: "?") || $0 == 0x23 }) {
      return Problem(
        text: "a path cannot contain `\(Character(UnicodeScalar(end)))`", note: forms)
    }
    if !isPattern, !Spelling.isRequestPath(path) {
      return Problem(text: requestObjection(path), note: forms)
    }
    return nil
  }

  /// What of a path that begins with `/` no request may hold.
  private static func requestObjection(_ path: ArraySlice<UInt8>) -> String {
    if path.dropFirst().first == UInt8(ascii: "/") {
      return "a path that starts with `//` is read as a URL with a host"
    }
    if path.contains(UInt8(ascii: "#")) {
      return "a path cannot contain `#`, which starts a fragment"
    }
    let signs = path.indices.filter { path[$0] == UInt8(ascii: "%") }
    if signs.contains(where: { !Spelling.isEncoded(path[$0...]) }) {
      return "a `%` in a path needs two hexadecimal digits after it"
    }
    return "this path contains a character that HTTP does not allow in paths"
  }

  /// What is meant to be replaced by something: `${KEY}`, `{id}`, `:id`.
  static func placeholder(in path: ArraySlice<UInt8>) -> String? {
    if let open = path.firstIndex(of: UInt8(ascii: "{")) {
      let isVariable = open > path.startIndex && path[open - 1] == UInt8(ascii: "$")
      let start = isVariable ? open - 1 : open
      guard let close = path[open...].firstIndex(of: UInt8(ascii: "}")) else { return "`{`" }
      return quoted(path[start...close])
    }
    if path.contains(UInt8(ascii: "}")) { return "`}`" }
    // A segment that begins with a colon; `models/x:generate` is a name.
    for start in path.indices.dropLast()
    where path[start] == UInt8(ascii: "/") && path[start + 1] == UInt8(ascii: ":") {
      return quoted(path[(start + 1)...].prefix { $0 != UInt8(ascii: "/") })
    }
    return nil
  }

  /// A sign that only a regular expression has in a path.
  static func expression(in path: ArraySlice<UInt8>) -> String? {
    if path.contains(where: { isInSign($0) }) {
      let signs = ["[", "]", "^", "|", "\\", ".*", ".+", "(?", "(.", ")+", ")*", ")?", ")$"]
      for sign in signs where path.firstPlace(of: sign.utf8) != nil {
        return "`\(sign)`"
      }
    }
    // A `$` elsewhere is a name's, as in `/$metadata`.
    return path.last == UInt8(ascii: "$") ? "`$`" : nil
  }

  /// Whether a byte is one of `[]^|\*+()`: every sign of a regular expression has one, and hardly
  /// any path.
  private static func isInSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x5B...0x5E, 0x7C, 0x28...0x2B: true
    case _: false
    }
  }

  /// What stands before the first placeholder, up to a `/`.
  private static func beginning(of path: ArraySlice<UInt8>) -> String {
    let sure = path.prefix { $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "$") }
    guard sure.count < path.count else {
      let colon = path.firstPlace(of: "/:".utf8)?.lowerBound ?? path.startIndex
      return String(decoding: path[...colon], as: UTF8.self)
    }
    let end = sure.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex
    return String(decoding: path[path.startIndex...end], as: UTF8.self)
  }

  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    "`\(String(decoding: bytes.prefix(40), as: UTF8.self))`"
  }
}
