import Foundation
import TestThreads
import Testing

/// Pages that people read.
@Suite(.offPool) struct LinkTests {
  @Test func `a link leads to a file`() {
    var found = Violations("a link to nothing: the file was renamed, or never there")
    let pages = Repository.files.filter {
      $0.path.hasSuffix(".md") && !$0.path.hasPrefix("Tests/")
    }
    #expect(pages.contains { $0.path == "README.md" })
    for page in pages {
      let folder = Repository.root.appendingPathComponent(page.path).deletingLastPathComponent()
      for line in page.lines {
        for link in line.text.matches(of: #/\]\(([^)#:\s]+)(#[^)]*)?\)/#) {
          let target = folder.appendingPathComponent(String(link.output.1)).path
          if !FileManager.default.fileExists(atPath: target) { found.add(page, line) }
        }
      }
    }
    found.report()
  }
}
