import Foundation
import PolicyGraph

/// Keys of clients in a file: a line for each client, `NAME SHA-256[,SHA-256…] [requests=N]
/// [tokens=N]`; blank lines, and what stands behind a `#`, say nothing.
extension ClientKeys {
  static let fileBytesMax = 1 << 20
  static let keysMax = 1000
  /// The largest number of requests, or tokens, a minute.
  private static let limitMax = 1_000_000_000
  private static let nameMax = 64

  /// Reads a file.
  ///
  /// - Throws: where it is wrong, and what to do. What stands there is not repeated: it may be a
  ///   key.
  init(file path: String) throws(Fault) {
    self.init()
    let text = try ClientKeys.contents(of: path)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      do {
        try read(line.prefix { $0 != "#" })
      } catch {
        throw Fault(description: "\(path):\(index + 1): \(error)")
      }
    }
    if isEmpty { throw Fault(description: "\(path): holds no key: it would lock everybody out") }
  }

  /// A file that nobody but its owner could have written.
  private static func contents(of path: String) throws(Fault) -> String {
    func fault(_ why: String) -> Fault { Fault(description: "\(path): \(why)") }
    // What it is comes first: a pipe that nobody writes to would be waited for.
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let known = try? FileManager.default.attributesOfItem(atPath: place),
      let type = known[.type] as? FileAttributeType,
      let mode = (known[.posixPermissions] as? NSNumber)?.intValue
    else { throw fault("cannot be read") }
    guard type == .typeRegular else { throw fault("is not a file") }
    guard mode & 0o022 == 0 else {
      throw fault("may be written by others, who could let themselves in: `chmod go-w` it")
    }
    guard let handle = FileHandle(forReadingAtPath: place),
      let data = try? handle.read(upToCount: fileBytesMax + 1) ?? Data()
    else { throw fault("cannot be read") }
    guard data.count <= fileBytesMax else { throw fault("has more than \(fileBytesMax) bytes") }
    guard let text = String(validating: data, as: UTF8.self) else { throw fault("is not UTF-8") }
    // Lines may end as they do on other systems.
    return text.replacing("\r\n", with: "\n")
  }

  private mutating func read(_ line: Substring) throws(Fault) {
    func fault(_ why: String) -> Fault { Fault(description: why) }
    let words = line.split { $0 == " " || $0 == "\t" }
    guard let name = words.first else { return }
    guard name.utf8.count <= ClientKeys.nameMax, name.utf8.allSatisfy(ClientKeys.isPlain),
      name.first != "-", name.first != "."
    else {
      throw fault(
        "a name is up to \(ClientKeys.nameMax) letters, digits, `.`, `_` and `-`, and begins with a "
          + "letter, a digit or `_`")
    }
    guard limits[String(name)] == nil else {
      throw fault("\(name) stands twice: write its hashes on one line, with commas between them")
    }
    guard words.count > 1 else { throw fault("\(name) has no hash: write `NAME SHA-256`") }
    let limits = try ClientKeys.limits(words.dropFirst(2))
    for text in words[1].split(separator: ",", omittingEmptySubsequences: false) {
      guard let hash = ArtifactDigest(String(text))?.bytes else {
        throw fault(
          "a hash is 64 hexadecimal digits: `printf %s KEY | sha256sum` shows that of a key")
      }
      guard hash != SHA256.digest(of: []) else { throw fault("that is the hash of no key at all") }
      guard !holds(hash) else { throw fault("this key has a name already") }
      guard count < ClientKeys.keysMax else {
        throw fault("there are more than \(ClientKeys.keysMax) keys")
      }
      add(hash, String(name), limits)
    }
  }

  private static func limits(_ words: ArraySlice<Substring>) throws(Fault) -> Limits {
    var limits = Limits()
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let count = Int(parts[1]), (1...limitMax).contains(count) else {
        throw Fault(
          description: "behind the hash stand `requests=N` and `tokens=N`, a minute each, from 1")
      }
      switch parts[0] {
      case "requests" where limits.requests == nil: limits.requests = count
      case "tokens" where limits.tokens == nil: limits.tokens = count
      default:  // another word, or one of them again
        throw Fault(description: "`requests=` and `tokens=` are known, each of them once")
      }
    }
    return limits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false  // what would look like something else in a log
    }
  }
}
