import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

/// What holds of every text that is formatted.
@Suite(.offPool) struct Format {
  @Test func `formatting the corpus keeps tokens and comments, and does nothing twice`() {
    var formatted = 0
    for bytes in Syntax.policies + Syntax.stored where check(bytes) { formatted += 1 }
    #expect(formatted > 60)
  }

  @Test(arguments: 0..<8) func `formatting a changed policy keeps tokens and comments`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    var formatted = 0
    for _ in 0..<150 {
      let bytes = Syntax.policies[Int.random(in: 0..<Syntax.policies.count, using: &random)]
      if check(RandomLayout.shaken(bytes, &random)) { formatted += 1 }
    }
    #expect(formatted > 20)
  }

  @Test(arguments: 0..<8) func `formatting a generated policy keeps tokens and comments`(
    seed: UInt64
  ) {
    var random = Seeded(seed)
    for _ in 0..<200 {
      let bytes = RandomLayout.policy(&random)
      if !check(bytes) {
        let found = format(SourceFile(name: "case.policy", bytes: bytes)).report
        let text = String(decoding: Render.report(found, as: .text), as: UTF8.self)
        Issue.record("it is refused: \(text)")
      }
    }
  }

  @Test(arguments: 0..<4) func `formatting soup never fails`(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<1000 { _ = check(RandomText.soup(&random, atMost: 40)) }
  }

  @Test func `every example is formatted`() {
    #expect(!Syntax.examples.isEmpty)
    for bytes in Syntax.examples {
      let text = format(SourceFile(name: "case.policy", bytes: bytes)).text
      #expect(text == bytes, "an example is not formatted")
    }
  }

  @Test func `a file with errors is refused with its findings`() {
    let result = format(SourceFile(name: "case.policy", text: "endpoint a {\n"))
    #expect(result.text == nil)
    #expect(result.report.diagnostics.map(\.code.id) == ["P0206"])
  }

  @Test func `the findings of a hopeless file are counted, not all shown`() {
    let result = format(
      SourceFile(name: "case.policy", text: String(repeating: "5\n", count: 150)))
    #expect(result.report.diagnostics.count == Limits.diagnosticsMax)
    #expect(result.report.omitted == 50)
  }

  @Test func `a refused file does not show its keys`() {
    let key = "sk-live-4eC39HqLyjWDarjtT1zdp7dc"
    let source = SourceFile(
      name: "case.policy",
      text: "endpoint a {\n  credential \"\(key)\" = x\n  credential \(key) 5\n}\n")
    let report = format(source).report
    #expect(report.diagnostics.count == 2)
    for form in Render.Format.allCases {
      let text = String(decoding: Render.report(report, as: form), as: UTF8.self)
      #expect(!text.contains("4eC39HqLyjWDarjtT1zdp7dc"), "\(form)")
    }
  }

  /// Checks what must hold of the formatted form of any bytes; false if they have errors.
  private func check(_ bytes: [UInt8]) -> Bool {
    let source = SourceFile(name: "case.policy", bytes: bytes)
    guard let once = format(source).text else { return false }
    let formatted = SourceFile(name: "case.policy", bytes: once)
    let twice = format(formatted).text
    let before = FormatFacts(parse(source).tree)
    let after = FormatFacts(parse(formatted).tree)
    let text = String(decoding: bytes.prefix(2000), as: UTF8.self)
    if twice != once {
      Issue.record(
        "formatting twice changes more: \(text)\n\(difference(String(decoding: once, as: UTF8.self), twice.map { String(decoding: $0, as: UTF8.self) } ?? "refused"))"
      )
    }
    if before.tokens != after.tokens { Issue.record("tokens are changed: \(text)") }
    if before.comments != after.comments { Issue.record("comments are changed: \(text)") }
    if before.places != after.places { Issue.record("comments are moved: \(text)") }
    if !isTidy(once) { Issue.record("white space is left over: \(text)") }
    return true
  }

  /// Whether there is no white space where none may be, and at most one blank line in a row.
  private func isTidy(_ bytes: [UInt8]) -> Bool {
    if bytes.isEmpty { return true }
    let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
    guard lines.last == "", lines.first != "", lines.dropLast().last != "" else { return false }
    return zip(lines, lines.dropFirst()).allSatisfy { line, next in
      !line.hasSuffix(" ") && !line.hasSuffix("\t") && !line.contains("\r")
        && !(line == "" && next == "" && next != lines.last)
    }
  }
}

/// What formatting must not change.
struct FormatFacts {
  /// The tokens, without separators and the comma behind the last item of a list.
  var tokens: [[UInt8]] = []
  /// The comments, without the white space at their ends.
  var comments: [[UInt8]] = []
  /// Behind how many tokens each comment stands, and whether on the line of the last one.
  var places: [[Int]] = []
  /// Whether a line has ended since the last token.
  private var isLineBroken = true

  init(_ tree: SyntaxTree) {
    for (index, token) in tree.tokens.enumerated() {
      readGap(tree, before: index)
      if token.kind == .semicolon { continue }
      if token.kind == .comma, index + 1 < tree.tokens.count,
        tree.tokens[index + 1].kind == .closeBracket
      {
        continue
      }
      tokens.append(Array(tree.source.bytes[Int(token.start)..<token.end]))
      isLineBroken = false
    }
  }

  private mutating func readGap(_ tree: SyntaxTree, before index: Int) {
    let gap = tree.gap(before: index)
    let lines = gap.split(omittingEmptySubsequences: false) { $0 == 0x0A || $0 == 0x0D }
    for (number, line) in lines.enumerated() {
      if number > 0 { isLineBroken = true }
      var text = line.drop { $0 == 0x20 || $0 == 0x09 }
      while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
      guard !text.isEmpty else { continue }
      comments.append(Array(text))
      places.append([tokens.count, isLineBroken ? 0 : 1])
    }
  }
}
