/// Where a program may find files: below its root, and nowhere else.
///
/// Imports and files of requests follow this one rule. A reader of files also refuses links that
/// lead out of the root; that cannot be seen in the text.
package enum ProgramPath {
  /// The path below the root that a text in the file at `path` names; nil if it leaves the root.
  ///
  /// Nil, too, for an absolute one. The path has `/` between its parts and neither `.` nor `..`.
  package static func resolve(_ text: String, from path: String) -> String? {
    if text.utf8.first == UInt8(ascii: "/") { return nil }
    var parts = path.split(separator: "/").dropLast().map(String.init)
    for part in text.split(separator: "/", omittingEmptySubsequences: true) {
      if part == "." { continue }
      if part == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}
