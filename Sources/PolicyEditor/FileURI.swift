import PolicyGraph

/// `file:` URIs and the paths that they stand for (RFC 8089).
enum FileURI {
  /// The path; for a buffer that is no file, its URI.
  static func path(_ uri: String) -> String {
    let bytes = Array(uri.utf8)
    let scheme = Array("file://".utf8)
    guard bytes.starts(with: scheme) else { return uri }
    // A host, as in file://localhost/, stands before the first slash.
    let rest = bytes[scheme.count...].drop { $0 != UInt8(ascii: "/") }
    var path: [UInt8] = []
    var at = rest.startIndex
    while at < rest.endIndex {
      if rest[at] == UInt8(ascii: "%"), at + 2 < rest.endIndex,
        let byte = UInt8(String(decoding: rest[(at + 1)...(at + 2)], as: UTF8.self), radix: 16)
      {
        path.append(byte)
        at += 3
      } else {
        path.append(rest[at])
        at += 1
      }
    }
    while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
    return String(decoding: path, as: UTF8.self)
  }

  /// The URI of a path, all but unreserved characters and `/` escaped.
  static func uri(_ path: String) -> String {
    guard path.utf8.first == UInt8(ascii: "/") else { return path }
    var uri = ByteText()
    uri.append("file://")
    uri.append(percentEncoding: path.utf8, keepsSlashes: true)
    return uri.string
  }
}
