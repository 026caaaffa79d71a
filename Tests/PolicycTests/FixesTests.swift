import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

@Suite(.offPool) struct `fixes` {
  private func fixed(_ text: String, _ fixes: [[(Int, Int, String)]]) -> (String, Int) {
    let file = SourceFile(name: "a", text: text)
    let findings = fixes.map { edits in
      Diagnostic(
        DiagnosticCode("P9001", "sample"), "m", file: FileID(0), range: SourceRange(0, 0),
        fix: Diagnostic.Fix(
          "t",
          edits: edits.map {
            Diagnostic.Edit(file: FileID(0), range: SourceRange($0.0, $0.1), newText: $0.2)
          }))
    }
    let fixes = Fixes(Report(files: [file], diagnostics: findings))
    return (
      fixes.files.first.map { String(decoding: $0.bytes, as: UTF8.self) } ?? text,
      fixes.applied.count
    )
  }

  @Test func `are taken together where they do not touch`() {
    #expect(fixed("abcdef", [[(4, 5, "E")], [(0, 1, "A"), (2, 2, "-")]]) == ("Ab-cdEf", 2))
    #expect(fixed("abcdef", [[(0, 2, "")], [(2, 4, "X")]]) == ("Xef", 2))
  }

  @Test func `are left whole for another round where they do`() {
    #expect(fixed("abcdef", [[(0, 3, "X")], [(5, 6, "Y"), (2, 4, "Z")]]) == ("Xdef", 1))
    #expect(fixed("abcdef", [[(1, 1, "X")], [(1, 1, "Y")]]) == ("aXbcdef", 1))
    #expect(fixed("abcdef", [[(1, 3, "X"), (2, 4, "Y")]]) == ("abcdef", 0))
  }

  @Test func `are not taken in a file that may not be edited`() {
    let files = [SourceFile(name: "a", text: "abc"), SourceFile(name: "b", text: "abc")]
    func edit(_ file: Int) -> Diagnostic.Edit {
      Diagnostic.Edit(file: FileID(file), range: SourceRange(0, 1), newText: "x")
    }
    let finding = Diagnostic(
      DiagnosticCode("P9001", "sample"), "m", file: FileID(0), range: SourceRange(0, 0),
      fix: Diagnostic.Fix("t", edits: [edit(0), edit(1)]))
    let report = Report(files: files, diagnostics: [finding])
    #expect(Fixes(report).files.map(\.id) == [FileID(0), FileID(1)])
    #expect(Fixes(report) { $0 == FileID(0) }.files.isEmpty)
  }
}

@Suite(.offPool) struct `the nearest name` {
  private let names = ["deadline", "degrade", "retry", "retry-after", "match", "to", "first-byte"]

  @Test(arguments: [
    ("deadlin", "deadline"), ("daedline", "deadline"), ("Deadline", "deadline"),
    ("retry_after", "retry-after"), ("retyr", "retry"), ("mtach", "match"), ("too", "to"),
    ("first", "first-byte"), ("firstByte", "first-byte"), ("degarde", "degrade"),
  ]) func `is found`(word: String, name: String) { #expect(nearest(word, in: names) == name) }

  @Test(arguments: ["", "x", "breaker", "zzz", "ma", "re"])
  func `is nil where nothing is near`(word: String) { #expect(nearest(word, in: names) == nil) }

  @Test func `is the first of several equally near`() {
    #expect(nearest("bat", in: ["cat", "hat", "bad"]) == "cat")
    #expect(nearest("bat", in: ["cat", "bat"]) == "bat")
  }

  @Test func `are all of them, where several are equally near`() {
    #expect(allNearest("bat", in: ["cat", "hot", "hat", "bad"]) == ["cat", "hat", "bad"])
    #expect(allNearest("cat", in: ["bat", "cat", "hat"]) == ["cat"])
    #expect(allNearest("zzz", in: ["cat", "hat"]) == [])
    let many = (0..<9).map { "name-\($0)" }
    #expect(allNearest("name-x", in: many) == Array(many.prefix(4)))
  }

  @Test func `is what the textbook recurrence says, for every short pair`() {
    let words = (0..<81).map { number in
      String(
        (0..<(number % 4 + 1)).map {
          "abc"[String.Index(utf16Offset: number / (1 << $0) % 3, in: "abc")]
        })
    }
    for a in words {
      for b in words {
        let limit = (a.count + 1) / 3
        let expected = distance(Array(a), Array(b)) <= limit
        let begins = a.count >= 3 && b.hasPrefix(a)
        #expect((nearest(a, in: [b]) != nil) == (expected || begins), "\(a) \(b)")
      }
    }
  }

  private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var d = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count {
      for j in 0...b.count {
        if i == 0 || j == 0 {
          d[i][j] = i + j
          continue
        }
        d[i][j] = min(
          d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
        }
      }
    }
    return d[a.count][b.count]
  }
}
