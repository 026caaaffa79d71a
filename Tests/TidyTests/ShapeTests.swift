import TestThreads
import Testing

/// How files look: lines, lengths, names, doc comments.
@Suite(.offPool) struct ShapeTests {
  private static let swift = Repository.files.filter { $0.path.hasSuffix(".swift") }

  @Test func `a line has 100 columns at most`() {
    var found = Violations(
      "break the line; only one that holds a text may be longer, for a broken text is not found again"
    )
    for file in ShapeTests.swift {
      for line in file.lines where line.text.count > 100 && !line.hasText { found.add(file, line) }
    }
    found.report()
  }

  @Test func `no line ends in blanks or holds a tab`() {
    var found = Violations("run `swift format -i`")
    for file in ShapeTests.swift {
      for line in file.lines where !line.hasText {
        if line.text.hasSuffix(" ") || line.text.contains("\t") { found.add(file, line) }
      }
    }
    found.report()
  }

  @Test func `a file has 300 lines at most`() {
    var found = Violations("one idea a file: split it into `Type+Topic.swift`")
    for file in ShapeTests.swift where file.lines.count > 300 {
      found.add("\(file.path):301", "\(file.lines.count) lines")
    }
    found.report()
    let lengths = Repository.swift(in: "Sources/").map(\.lines.count).sorted()
    let median = lengths[lengths.count / 2]
    print("Sources: \(lengths.count) files, median \(median) lines, longest \(lengths.last ?? 0)")
    #expect(
      (40...150).contains(median), "the median of 50 to 150 lines is what keeps files readable")
  }

  @Test func `a file is named after what is in it`() throws {
    var found = Violations(
      "name the file `Type.swift` or `Type+Topic.swift`, after what it declares")
    let declaration = try Regex(
      #"^\s*(@\S+ )*(public |package |private |fileprivate |final |indirect )*"#
        + #"(struct|enum|class|protocol|actor|extension|func|typealias|let|var) "#)
    for file in ShapeTests.swift where !["main", "Package"].contains(file.stem) {
      let text = file.lines.map(\.text).joined(separator: "\n").lowercased()
      let declares = file.lines.contains { $0.code.contains(declaration) }
      if !declares { found.add("\(file.path):1", "it declares nothing") }
      // One word of the name at least, in the singular.
      let words = file.stem.matches(of: #/[A-Z]?[a-z0-9]+|[A-Z]+/#).map {
        $0.output.lowercased().dropSuffix("s").dropSuffix("ing")
      }
      let isNamed = words.contains { text.contains($0) }
      if !isNamed { found.add("\(file.path):1", "nothing in it is called so") }
    }
    found.report()
  }

  @Test func `every public declaration has a doc comment`() throws {
    let declaration = try Regex(
      #"^\s*(@\S+ )*public (package\(set\) |private\(set\) |internal\(set\) )?"#
        + #"(static |final |indirect |mutating |consuming |nonisolated )*"#
        + #"(struct|enum|class|protocol|actor|func|typealias|let|var|init|subscript)"#)
    var found = Violations("say in one line what it is, with `///`")
    for file in Repository.swift(in: "Sources/") {
      for (index, line) in file.lines.enumerated()
      where line.code.contains(declaration) && !isWitness(file, index) && !isDocumented(file, index)
      {
        found.add(file, line)
      }
    }
    found.report()
  }

  @Test func `the top of the repository holds what the layout says`() {
    let allowed = [
      "Package.swift", "README.md", "LICENSE", "grammar", "examples", "Sources", "Tests",
      // What Git ignores.
      "Package.resolved",
    ]
    // What the README's first command makes, and Git ignores too.
    let made = [".policyc", ".dot", ".svg", ".png"]
    var found = Violations("put it below one of \(allowed.joined(separator: ", "))")
    for name in Repository.topLevel where !allowed.contains(name) && !name.hasPrefix(".") {
      if made.contains(where: name.hasSuffix) { continue }
      found.add(name, "not in the layout")
    }
    found.report()
  }

  private func isDocumented(_ file: TextFile, _ index: Int) -> Bool {
    for above in file.lines[..<index].reversed() {
      let text = above.text.trimmed
      if text.hasPrefix("@") { continue }
      return text.hasPrefix("///")
    }
    return false
  }

  /// Whether a declaration only fulfils a protocol that documents it.
  private func isWitness(_ file: TextFile, _ index: Int) -> Bool {
    let line = file.lines[index]
    if line.code.contains(#/func (==|<|\+|-|\*|/) /#) { return true }
    let indent = line.text.prefix { $0 == " " }.count
    guard indent > 0 else { return false }
    for above in file.lines[..<index].reversed() {
      let depth = above.text.prefix { $0 == " " }.count
      if above.text.trimmed.isEmpty || depth >= indent { continue }
      // A type that conforms, or the default of a protocol's requirement.
      return above.code.contains(#/\b(struct|enum|class|extension) [\w.]+(<[^>]*>)?: /#)
        && above.code.contains(
          #/\b(Row|Scalar|Choice|Error|\w*Collection|\w*Sequence|CustomStringConvertible)\b/#)
        || above.code.contains(#/^extension (Row|Scalar|Choice)\b/#)
    }
    return false
  }
}

extension String {
  fileprivate func dropSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
