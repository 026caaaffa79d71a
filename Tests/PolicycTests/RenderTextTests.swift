import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

@Suite(.offPool) struct `the text form` {
  private let code = DiagnosticCode("P9001", "sample")

  /// The report of one finding in `text`; `marks` are what is to be found there, the first its own.
  private func shown(
    _ text: String, _ marks: [(String, String)], notes: [String] = [], width: Int = 100
  ) -> String {
    let file = SourceFile(name: "a.policy", text: text)
    func range(_ part: String) -> SourceRange {
      let bytes = Array(part.utf8)
      let start = (0...file.bytes.count - bytes.count).first {
        Array(file.bytes[$0..<$0 + bytes.count]) == bytes
      }
      return SourceRange(start ?? 0, (start ?? 0) + bytes.count)
    }
    let related = marks.dropFirst().map {
      Diagnostic.Related($0.1, file: FileID(0), range: range($0.0))
    }
    let finding = Diagnostic(
      code, "a message", label: marks[0].1, file: FileID(0), range: range(marks[0].0),
      related: related, notes: notes)
    let report = Report(files: [file], diagnostics: [finding])
    let bytes = Render.text(report, options: .init(width: width))
    return String(decoding: bytes, as: UTF8.self)
  }

  private func frame(_ body: String, at place: String = "1:1") -> String {
    let digits = body.split(separator: "\n").reduce(1) { most, line in
      max(most, line.prefix { $0.isNumber }.count)
    }
    let pad = String(repeating: " ", count: digits)
    return "error[P9001]: a message\n\(pad)--> a.policy:\(place)\n\(pad) |\n\(body)\n"
      + "1 error; `policyc explain P9001` says more\n"
  }

  @Test func `carets stand under the bytes, the label beside them`() {
    #expect(
      shown("one two three\n", [("two", "here")])
        == frame(
          """
          1 | one two three
            |     ^^^ here

          """, at: "1:5"))
  }

  @Test func `labels of one line hang below from right to left`() {
    #expect(
      shown("one two three\n", [("three", "main"), ("one", "first"), ("two", "second")])
        == frame(
          """
          1 | one two three
            | --- --- ^^^^^ main
            | |   |
            | |   second
            | first

          """, at: "1:9"))
  }

  @Test func `marks that overlap stand in rows of their own`() {
    #expect(
      shown("one two three\n", [("two", "inner"), ("one two", "outer")])
        == frame(
          """
          1 | one two three
            |     ^^^ inner
            | ------- outer

          """, at: "1:5"))
  }

  @Test func `lines between marks are skipped, but for a single one`() {
    #expect(
      shown("a1\nb2\nc3\nd4\ne5\nf6\n", [("f6", "x"), ("a1", "y"), ("c3", "")])
        == frame(
          """
          1 | a1
            | -- y
          2 | b2
          3 | c3
            | --
          ...
          6 | f6
            | ^^ x

          """, at: "6:1"))
  }

  @Test func `a mark over lines is drawn in the margin`() {
    #expect(
      shown("x {\n  a\n  b\n}\ny\n", [("x {\n  a\n  b\n}", "all of it")])
        == frame(
          """
          1 | / x {
          2 | |   a
          3 | |   b
          4 | | }
            | |_^ all of it

          """))
    #expect(
      shown("k x {\n1\n2\n3\n4\n5\n} z\n", [("x {\n1\n2\n3\n4\n5\n}", "here"), ("z", "also")])
        == frame(
          """
          1 |   k x {
            |  ___^
          2 | | 1
          ... |
          7 | | } z
            | |   - also
            | |_^ here

          """, at: "1:3"))
  }

  @Test func `tabs, wide characters and marks that combine keep carets in place`() {
    #expect(
      shown("\tx\ty\n", [("y", "")])
        == frame("1 |     x   y\n  |         ^\n", at: "1:4"))
    #expect(
      shown("日本 x\n", [("x", "")]) == frame("1 | 日本 x\n  |      ^\n", at: "1:4"))
    #expect(
      shown("日本 x\n", [("本", "")]) == frame("1 | 日本 x\n  |   ^^\n", at: "1:2"))
    #expect(
      shown("e\u{301} x\n", [("x", "")])
        == frame("1 | e\u{301} x\n  |   ^\n", at: "1:4"))
    #expect(
      shown("\u{1B}x\u{202E}y\n", [("y", "")])
        == frame("1 | \\u{1B}x\\u{202E}y\n  |                ^\n", at: "1:4"))
  }

  @Test func `a long line is cut around the mark`() {
    let line = String(repeating: "a", count: 500) + "MARK" + String(repeating: "b", count: 500)
    let text = shown(line + "\n", [("MARK", "here")], width: 60)
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows[1] == " --> a.policy:1:501")
    #expect(rows.allSatisfy { $0.count <= 60 })
    #expect(rows[3].hasPrefix("1 | …aaa") && rows[3].hasSuffix("bbb…"))
    let mark = rows[3].range(of: "MARK").map {
      rows[3].distance(from: rows[3].startIndex, to: $0.lowerBound)
    }
    let caret = rows[4].range(of: "^^^^").map {
      rows[4].distance(from: rows[4].startIndex, to: $0.lowerBound)
    }
    #expect(mark != nil && mark == caret)
    // Marks too far apart for one line show it twice.
    let far = shown("FIRST" + line + "\n", [("MARK", "here"), ("FIRST", "there")], width: 60)
    #expect(far.contains("^^^^ here") && far.contains("----- there"))
    #expect(far.split(separator: "\n").count { $0.hasPrefix("1 |") } == 2)
  }

  @Test func `the end of the file is shown with the line before it`() {
    let file = SourceFile(name: "a.policy", text: "route a {\n")
    let finding = Diagnostic(code, "a message", file: FileID(0), range: SourceRange(10, 10))
    let report = Report(files: [file], diagnostics: [finding])
    #expect(
      String(decoding: Render.text(report), as: UTF8.self)
        == frame("1 | route a {\n2 |\n  | ^\n", at: "2:1"))
  }

  @Test func `notes stand below, their further lines aligned`() {
    #expect(
      shown("x\n", [("x", "")], notes: ["one\ntwo"])
        == frame("1 | x\n  | ^\n  |\n  = note: one\n          two\n"))
  }

  @Test func `what looks like a secret is not shown`() {
    let file = SourceFile(name: "a.policy", text: "credential \"sk-12345\" x\n")
    let finding = Diagnostic(code, "a message", file: FileID(0), range: SourceRange(22, 23))
    let report = Report(
      files: [file], diagnostics: [finding],
      masked: [Report.Masked(file: FileID(0), range: SourceRange(12, 20))])
    let text = String(decoding: Render.text(report), as: UTF8.self)
    #expect(text.contains("1 | credential \"********\" x\n"))
    #expect(!text.contains("sk-"))
  }

  @Test func `no range, however wrong, is fatal to any form`() {
    let file = SourceFile(name: "a.policy", bytes: [0x61, 0x0D, 0x0A, 0xFF, 0x0D, 0xE2, 0x82])
    for start in 0...9 {
      for end in start...9 {
        let finding = Diagnostic(
          code, "m", file: FileID(0), range: SourceRange(start, end),
          related: [Diagnostic.Related("r", file: FileID(3), range: SourceRange(end, end))],
          fix: Diagnostic.Fix(
            "f",
            edits: [
              Diagnostic.Edit(file: FileID(0), range: SourceRange(start, end), newText: "")
            ]))
        let report = Report(files: [file], diagnostics: [finding])
        for format in Render.Format.allCases {
          #expect(!Render.report(report, as: format).isEmpty)
        }
        #expect(Fixes(report).files.isEmpty == (end > 7))
      }
    }
  }
}
