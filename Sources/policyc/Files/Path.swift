import PolicyGraph

import PolicyLanguage

/// A path of the file system, to the byte: Linux does not promise that names are UTF-8.
struct Path: Equatable, Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }
  init(_ text: String) { bytes = Array(text.utf8) }

  /// What stands for standard input, and for standard output.
  static let standard = Path("-")

  /// The path as text, ill-formed UTF-8 as `\x{FF}`.
  var shown: String { SafeText.named(bytes) }

  /// The path as C wants it; a NUL inside, which no argument can hold, would end it.
  var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

  /// The last part.
  var name: Path {
    Path(Array(bytes[(bytes.lastIndex(of: Path.slash).map { $0 + 1 } ?? 0)...]))
  }

  /// What stands before the last part; empty for the current folder.
  var folder: Path {
    guard let slash = bytes.lastIndex(of: Path.slash) else { return Path([]) }
    return Path(slash == 0 ? [Path.slash] : Array(bytes[..<slash]))
  }

  /// The path of `name` in this folder; an empty folder and `.` add nothing.
  func appending(_ name: Path) -> Path {
    if bytes.isEmpty || bytes == [UInt8(ascii: ".")] { return name }
    return Path(bytes + (bytes.last == Path.slash ? [] : [Path.slash]) + name.bytes)
  }

  /// True if the path begins at the top of the file system.
  var isAbsolute: Bool { bytes.first == Path.slash }

  /// The path that the system can open: `.` where there is nothing.
  var orCurrent: Path { bytes.isEmpty ? Path(".") : self }

  func hasSuffix(_ suffix: String) -> Bool {
    bytes.count >= suffix.utf8.count && bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// The part of the path below `folder`; nil if it does not lie there.
  ///
  /// Both paths are absolute and without symbolic links.
  func below(_ folder: Path) -> Path? {
    let prefix = folder.bytes.last == Path.slash ? folder.bytes : folder.bytes + [Path.slash]
    return bytes.starts(with: prefix) ? Path(Array(bytes[prefix.count...])) : nil
  }

  /// Without the slashes at its end, which say nothing but that it is a folder.
  var trimmed: Path {
    var bytes = bytes
    while bytes.count > 1, bytes.last == Path.slash { bytes.removeLast() }
    return Path(bytes)
  }

  private static let slash = UInt8(ascii: "/")
}
