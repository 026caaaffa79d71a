import TestThreads
import Testing

/// Names that have no place here, each with what takes theirs.
@Suite(.offPool) struct BannedTests {
  /// A name, what to use instead, and where it is right.
  struct Ban: Sendable, CustomTestStringConvertible {
    var pattern: String
    var instead: String
    var exceptIn: [String] = []

    var testDescription: String { pattern }
  }

  static let bans = [
    Ban(pattern: #"\bDate\("#, instead: "time is handed in, as a `Tick`"),
    Ban(pattern: #"\.random\(in:"#, instead: "randomness is handed in, as a generator"),
    Ban(pattern: #"\bMutex\b"#, instead: "use `Lock`", exceptIn: ["Lock.swift"]),
    Ban(
      pattern: #"\b(fatalError|preconditionFailure|assertionFailure)\("#,
      instead:
        "bad input gets a finding; make the case impossible, or state it with `precondition`",
      exceptIn: ["Sources/PolicyBenchmarks/"]),
    Ban(pattern: #"\btry!"#, instead: "handle the error where it is thrown"),
    Ban(pattern: #"\bas!"#, instead: "let the type say it"),
    Ban(
      pattern: #"[A-Za-z0-9_)\]]!(?![=])"#,
      instead: "unwrap with `guard let`, or make it not optional"),
    Ban(
      pattern: #"(^|[^.\w])print\("#, instead: "a library returns what it has to say",
      exceptIn: ["Sources/PolicyBenchmarks/"]),
    // `_StringProcessing` brings the regular expressions into every static program. What only the
    // type checker tells apart, as `contains` of a text, a test of the built `policyc` finds.
    Ban(
      pattern:
        #"\b(firstRange|ranges|\w+Match|matches)\(of:|\.replacing\(.*with:|\.trimmingPrefix\(|\bRegex\b"#,
      instead: "use `holds`, `firstPlace(of:)` or `replacing(_:by:)` of ByteSearch.swift",
      exceptIn: ["Sources/PolicyBenchmarks/", "Sources/PolicyHTTP/"]),
    // Memory that is only read, or only by atomic operations, and that no type says so of.
    Ban(
      pattern: #"\bunowned\(unsafe\)|@unchecked Sendable"#, instead: "let the compiler see it",
      exceptIn: [
        "PolicyRuntime/Plan/Block.swift", "PolicyRuntime/State/SharedState.swift",
        "PolicyRuntime/State/Words.swift",
      ]),
  ]

  @Test(arguments: bans)
  func `a banned name stands nowhere in the sources`(ban: Ban) throws {
    let pattern = try Regex(ban.pattern)
    var found = Violations("\(ban.pattern): \(ban.instead)")
    for file in Repository.swift(in: "Sources/") {
      if ban.exceptIn.contains(where: { file.path.contains($0) }) { continue }
      for line in file.lines where line.code.contains(pattern) { found.add(file, line) }
    }
    found.report()
  }

  @Test func `the graph holds no existential`() throws {
    let pattern = try Regex(#"\bany [A-Z]|\bAny(Object|Hashable)?\b"#)
    var found = Violations("PolicyGraph stays Embedded Swift: use a generic, or an enum")
    for file in Repository.swift(in: "Sources/PolicyGraph/") {
      for line in file.lines where line.code.contains(pattern) { found.add(file, line) }
    }
    found.report()
  }

  @Test func `nothing is left for later`() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]
    let pattern = try Regex(#"\b(\#(marks.joined(separator: "|")))\b"#)
    var found = Violations("do it now, or open an issue for it")
    for file in Repository.files {
      for line in file.lines where line.text.contains(pattern) { found.add(file, line) }
    }
    found.report()
  }

  @Test func `nothing names the machine it was written on`() throws {
    // The paths are put together here, lest this file breaks its own rule.
    let pattern = try Regex("/" + "(work|home/[a-z]|Users/[A-Za-z]|root/)")
    var found = Violations("a path of one machine means nothing on another: make it relative")
    for file in Repository.files {
      for line in file.lines where line.text.contains(pattern) { found.add(file, line) }
    }
    found.report()
  }

  @Test func `a switch over our own cases has no default`() {
    var found = Violations(
      "name the cases, so that a new one shows up here; or say behind `default:` why the set is open"
    )
    for file in Repository.swift(in: "Sources/") {
      for (index, line) in file.lines.enumerated()
      where line.code.trimmed.hasPrefix("default:") && !isOpen(file, index) {
        found.add(file, line)
      }
    }
    found.report()
  }

  /// Whether a comment says why the set is open, or the cases are literals, of which there is no
  /// end.
  private func isOpen(_ file: TextFile, _ index: Int) -> Bool {
    let line = file.lines[index]
    if line.comment.hasPrefix("//") { return true }
    if index + 1 < file.lines.count, file.lines[index + 1].text.trimmed.hasPrefix("//") {
      return true
    }
    let indent = line.text.prefix { $0 == " " }.count
    for above in file.lines[..<index].reversed() {
      let text = above.text
      let depth = text.prefix { $0 == " " }.count
      if text.trimmed.isEmpty || depth > indent { continue }
      if depth < indent || text.contains("switch ") { return false }
      // Not a switch at all: an argument called `default`.
      guard text.trimmed.hasPrefix("case ") else { return true }
      let pattern = text.trimmed.dropFirst(5)
      // Numbers of the system, as in `ENOENT`.
      if pattern.prefix(while: { $0.isLetter }).count > 3,
        pattern.prefix(3).allSatisfy(\.isUppercase)
      {
        return true
      }
      if pattern.first.map({ $0.isNumber || $0 == "\"" || $0 == "(" }) ?? false { return true }
      if pattern.hasPrefix("UInt8(ascii:") || pattern.hasPrefix("U+") { return true }
    }
    return false
  }
}
