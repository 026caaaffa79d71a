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
    let digits = Array("0123456789ABCDEF".utf8)
    var uri = Array("file://".utf8)
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        uri.append(byte)
      default: uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: uri, as: UTF8.self)
  }
}
