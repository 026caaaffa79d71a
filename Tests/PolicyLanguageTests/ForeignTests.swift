import TestThreads
import Testing

@testable import PolicyLanguage

/// Files that are no policies, and words of other tools.
@Suite(.offPool) struct Foreign {
  @Test(arguments: [
    ("{ \"a\": 1 }", ForeignFile.json), ("\n  {}\n", .json), ("[1, 2]", .json),
    ("[\n  {\"a\": 1}\n]", .json), ("\u{FEFF}{\"a\": 1}", .json),
    ("apiVersion: v1\nkind: Pod\n", .yaml), ("# c\n\n# d\nname: x", .yaml), ("---\na: 1", .yaml),
    ("- a\n- b", .yaml), ("%YAML 1.2\n---", .yaml), ("static_resources:\n  listeners:", .yaml),
    ("[", .json), ("\"quoted-key\": 3", .yaml), ("a.b/c: 3\r\n", .yaml),
    ("[package]\nname = \"x\"", .ini), ("# c\n[a.b]\n", .ini),
    ("<?xml version=\"1.0\"?>", .markup), ("<!doctype html>", .markup), ("<html>", .markup),
  ])
  func `a file of another kind is recognised`(text: String, kind: ForeignFile) {
    #expect(ForeignFile(Array(text.utf8)) == kind, "\(text)")
  }

  @Test func `a file of bytes is recognised`() {
    #expect(ForeignFile([0x8F, 0x70, 0x6C, 0x63, 0x79, 0x0D, 0x0A, 0x1A, 0, 0]) == .artifact)
    #expect(ForeignFile([0x1F, 0x8B, 8]) == .archive)
    #expect(ForeignFile(Array("PK\u{3}\u{4}".utf8)) == .archive)
    #expect(ForeignFile([0x7F, 0x45, 0x4C, 0x46, 2]) == .executable)
  }

  @Test(arguments: [
    "", "language 1", "// c\nlanguage 1", "# c\nlanguage 1\n", "language: 1\n", "route: r {",
    "endpoint a { url \"https://a.test\" }", "{ url \"x\" }", "{ fail }", "-", "-1", "<", "}",
    "a:b",
    "\"a b\":\n", "retry:", "defaults:\n",
  ])
  func `what may be a policy is read as one`(text: String) {
    #expect(ForeignFile(Array(text.utf8)) == nil, "\(text)")
  }

  @Test func `nothing of such a file is shown`() {
    let text = "password: hunter2\n"
    let report = compile("a.yaml") { _ in .success(Array(text.utf8)) }.report
    #expect(report.diagnostics.map(\.code.id) == ["P0614"])
    #expect(report.masked == [Report.Masked(file: FileID(0), range: SourceRange(0, 18))])
    let formatted = format(SourceFile(name: "a.yaml", text: text))
    #expect(formatted.text == nil)
    #expect(formatted.report.masked == report.masked)
  }

  @Test func `no word of other tools is a keyword where it is looked for`() {
    for foreign in Schema.foreignWords {
      for name in foreign.names {
        #expect(!Schema.keywords(in: foreign.context).contains(name), "\(name)")
      }
      if let word = foreign.word {
        #expect(Schema.keywords(in: foreign.context).contains(word.text), "\(word)")
      }
    }
  }

  @Test(arguments: Schema.foreignWords.indices)
  func `a word of other tools is one finding`(index: Int) {
    let foreign = Schema.foreignWords[index]
    for name in foreign.names {
      let spellings = [name, name.replacing("-", with: "_"), name.uppercased()]
      for spelling in name.contains("-") ? spellings.prefix(2) : spellings[...0] {
        let text = policy(spelling, foreign)
        let found = compile("a.policy") { path in
          .success(Array((path == "a.policy" ? text : "language 1\n").utf8))
        }.report.diagnostics
        #expect(found.count == 1, "\(text): \(found.map(\.message))")
        #expect(found.first?.notes == [foreign.note], "\(text)")
      }
    }
  }

  /// A policy that is right but for one word.
  private func policy(_ name: String, _ foreign: ForeignWord) -> String {
    let endpoint = "endpoint e { url \"https://e.test\"; timeout attempt: 1s }\n"
    let statement: String
    switch foreign.context {
    case .file where foreign.word == .language: return "\(name) 1\n"
    case .file where foreign.word == .let: statement = "\(name) z: 3"
    case .file where foreign.word == .import: statement = "\(name) \"b.policy\""
    case .file: statement = "\(name) thing { }"
    case .endpoint: statement = "endpoint x { \(name) 3 }"
    case .activePassive: statement = "active-passive g { \(name) e; failback manual }"
    case .activeActive: statement = "active-active g { \(name) e }"
    case .select: statement = "select g { \(name) { to e } }"
    case .retry: statement = "retry g { \(name) 3; otherwise { fail } }"
    case .breaker: statement = "breaker g { \(name) 3 }"
    case .backoff: statement = "backoff g { \(name) 3 }"
    case .route: statement = "route g { \(name) e; to e; effect read; deadline 1s; degrade none }"
    case .defaults, .faultDomain, .arm, .errors, .responses, .degrade, .step, .guarantee,
      .scenario, .model, .faults:
      statement = "nothing"
    }
    return "language 1\n" + endpoint + statement + "\n"
  }
}
