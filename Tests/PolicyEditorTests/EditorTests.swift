import PolicyEditor
import PolicyLanguage
import TestThreads
import Testing

/// What the language server says, each time over the protocol.
@Suite(.offPool) struct EditorTests {
  static let broken =
    "language 1\nendpoint a { url \"https://a.example\" }\nroute r { to ‸b; effect read; deadline 3s }\n"

  /// A policy of which a rule says something, at the mark.
  static let unused = """
    language 1
    endpoint a { url "https://a.example" }
    endpoint ‸b { url "https://b.example" }
    route r { to a; effect read; deadline 3s }

    """

  @Test func `findings follow the text as it is typed`() throws {
    let client = try EditorClient()
    let marked = Marked(EditorTests.broken)
    try client.open("/w/a.policy", marked.text)
    let place = "\(marked.at.line):\(marked.at.character) P0501"
    #expect(client.shown["file:///w/a.policy"]?.contains(place) == true)
    let end = Position(line: marked.at.line, character: marked.at.character + 1)
    try client.edit("/w/a.policy", marked.at, end, "a")
    try client.settle()
    #expect(client.shown["file:///w/a.policy"]?.contains { $0.hasSuffix("P0501") } == false)
  }

  @Test(arguments: ["\n", "\r\n"])
  func `positions count UTF-16 units on lines of either kind`(lineBreak: String) throws {
    let client = try EditorClient()
    let text = "language 1\nlet s = \"😀é\" oops\n"
      .split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineBreak)
    try client.open("/w/a.policy", text)
    // The emoji counts as two units: `oops` begins at 8 + 1 + 2 + 1 + 1 + 1.
    #expect(client.shown["file:///w/a.policy"]?.contains { $0.hasPrefix("1:14 ") } == true)
  }

  @Test func `an edit in units of UTF-16 gives the text that the editor has`() throws {
    let marked = Marked("language 1\n// 😀😀‸x\n")
    let document = Document(uri: "file:///a", version: 1, bytes: Array(marked.text.utf8))
    let offset = document.offset(marked.at)
    #expect(document.file.bytes[offset] == UInt8(ascii: "x"))
    #expect(document.position(offset) == marked.at)
    for at in 0...document.file.bytes.count {
      // Inside a character there is no position.
      if at < document.file.bytes.count, document.file.bytes[at] & 0xC0 == 0x80 { continue }
      #expect(document.offset(document.position(at)) == at)
    }
  }

  @Test func `a file's importers are checked again`() throws {
    let client = try EditorClient(files: [
      "/w/lib.policy": "language 1\nendpoint a { url \"https://a.example\" }\n",
      "/w/main.policy":
        "language 1\nimport \"lib.policy\"\nroute r { to a; effect read; deadline 3s }\n",
    ])
    try client.settle()
    #expect(client.shown["file:///w/main.policy"]?.contains { $0.hasSuffix("P0501") } == false)
    try client.open("/w/lib.policy", "language 1\nendpoint b { url \"https://a.example\" }\n")
    #expect(client.shown["file:///w/main.policy"]?.contains("2:13 P0501") == true)
  }

  @Test func `what the rules found stays while a line is broken`() throws {
    let client = try EditorClient()
    let lines = Marked(EditorTests.unused).text
    try client.open("/w/a.policy", lines)
    let before = client.shown["file:///w/a.policy"] ?? []
    let rules = before.filter { $0.hasPrefix("2:") && !$0.contains(" P0") }
    #expect(!rules.isEmpty)
    let top = Position(line: 1, character: 0)
    try client.edit("/w/a.policy", top, top, "endpo\n")
    try client.settle()
    let after = client.shown["file:///w/a.policy"] ?? []
    #expect(after.contains { $0.contains(" P0") })
    for rule in rules { #expect(after.contains("3:" + rule.dropFirst(2))) }
  }

  @Test func `fixes, allowances and all fixes at once are offered`() throws {
    let client = try EditorClient()
    let marked = Marked(
      "language 1\nendpoint a { url \"https://a.example\" }\nroute r { to a; effect read; ‸deadlin 3s }\n"
    )
    try client.open("/w/a.policy", marked.text)
    let actions = try client.ask("codeAction", "/w/a.policy", marked.at)?.items ?? []
    #expect(actions.contains { $0["kind"]?.text == "source.fixAll" })
    #expect(actions.contains { $0["kind"]?.text == "quickfix" })
    let allowed = Marked(EditorTests.unused)
    try client.edit("/w/a.policy", nil, nil, allowed.text)
    let other = try client.ask("codeAction", "/w/a.policy", allowed.at)?.items ?? []
    let titles = other.compactMap { $0["title"]?.text }
    #expect(titles.contains { $0.hasPrefix("Allow ") })
  }

  @Test func `a word is explained as the command explains it`() throws {
    let client = try EditorClient()
    let marked = Marked("language 1\nroute r { dead‸line 3s }\n")
    try client.open("/w/a.policy", marked.text)
    let page = try client.ask("hover", "/w/a.policy", marked.at)?["contents"]?["value"]?.text
    let explained = try #require(Explain.text(for: "deadline"))
    #expect(page?.contains(explained) == true)
  }

  @Test(arguments: [
    ("language 1\n‸", "endpoint"), ("language 1\nroute r {\n  ‸\n}\n", "deadline"),
    ("language 1\nendpoint a { timeout ‸ }\n", "attempt"),
  ])
  func `the words that may stand here are offered`(marked: String, word: String) throws {
    let client = try EditorClient()
    let marked = Marked(marked)
    try client.open("/w/a.policy", marked.text)
    let words = try client.ask("completion", "/w/a.policy", marked.at)?.items.compactMap {
      $0["label"]?.text
    }
    #expect(words?.contains(word) == true)
  }

  @Test func `a name leads to its declaration in another file, and an import to the file`() throws {
    let client = try EditorClient(files: [
      "/w/lib.policy": "language 1\nendpoint a { url \"https://a.example\" }\n"
    ])
    let marked = Marked(
      "language 1\nimport \"lib.policy\"\nroute r { to ‸a; effect read; deadline 3s }\n")
    try client.open("/w/main.policy", marked.text)
    let found = try client.ask("definition", "/w/main.policy", marked.at)?.items
    #expect(found?.count == 1)
    #expect(found?.first?["uri"]?.text == "file:///w/lib.policy")
    #expect(found?.first?["range"]?["start"]?["character"]?.int == 9)
    let links = try client.ask("documentLink", "/w/main.policy", marked.at)?.items
    #expect(links?.first?["target"]?.text == "file:///w/lib.policy")
  }

  @Test func `declarations, blocks and the layout are given`() throws {
    let client = try EditorClient()
    let text = "language 1\nendpoint a {\nurl \"https://a.example\"\n\nattribute x: y\n}\n"
    try client.open("/w/a.policy", text)
    let top = Position(line: 0, character: 0)
    let symbols = try client.ask("documentSymbol", "/w/a.policy", top)?.items
    #expect(symbols?.compactMap { $0["name"]?.text } == ["a"])
    let folds = try client.ask("foldingRange", "/w/a.policy", top)?.items
    #expect(folds?.first?["startLine"]?.int == 1)
    let edits = try client.ask("formatting", "/w/a.policy", top)?.items
    let laidOut = format(SourceFile(name: "a", text: text)).text
    #expect(edits?.first?["newText"]?.text == laidOut.map { String(decoding: $0, as: UTF8.self) })
  }
}
