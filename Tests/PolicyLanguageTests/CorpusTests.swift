import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds every case of `Tests/Corpus` against what it says comes of it.
///
/// `UPDATE_CORPUS=1 swift test --filter Corpus` writes the outcomes anew; then read the difference.
@Suite(.offPool) struct Corpus {
  static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_CORPUS"] == "1"

  @Test func `the corpus is there`() {
    #expect(CorpusFile.all.count > 5)
  }

  @Test(.enabled(if: !isUpdating), arguments: CorpusFile.all.flatMap(\.cases))
  func `a case gives what it says`(of corpus: CorpusCase) {
    #expect(corpus.missingOutcome == nil, "it lacks an outcome: UPDATE_CORPUS=1 writes it")
    for block in corpus.outcomes {
      guard let actual = corpus.outcome(block.kind) else {
        Issue.record("nobody knows a block called `\(block.kind)`")
        continue
      }
      if actual != block.content {
        Issue.record(
          "\(corpus.testDescription), \(block.kind):\n\(difference(block.content, actual))")
      }
    }
  }

  @Test(arguments: CorpusFile.all)
  func `a file of the corpus is well made`(file: CorpusFile) {
    #expect(file.faults.isEmpty)
    #expect(!file.cases.isEmpty)
  }

  @Test(.enabled(if: isUpdating), arguments: CorpusFile.all)
  func `the outcomes are written anew`(file: CorpusFile) throws {
    let updated = file.updated()
    if updated != file.lines {
      try Data((updated.joined(separator: "\n") + "\n").utf8).write(to: file.url)
    }
    #expect(CorpusFile(file.name)?.updated() == updated)
  }

  @Test func `escapes stand for bytes`() {
    #expect(
      CorpusEscapes.decode("a\\r\\0\\x80\\u{E9}\\n\\\nb") == [
        97, 13, 0, 128, 0xC3, 0xA9, 92, 110, 98,
      ])
    #expect(CorpusEscapes.decode("\\*3<a{>!") == Array("a{a{a{!".utf8))
  }
}

extension CorpusFile {
  /// The lines of the file with the outcomes that its cases have now.
  func updated() -> [String] {
    var result = lines
    for corpus in cases.reversed() {
      for block in corpus.outcomes.reversed() {
        guard let text = corpus.outcome(block.kind) else { continue }
        result.replaceSubrange(block.lines, with: body(text))
      }
      if let wanted = corpus.missingOutcome, let text = corpus.outcome(wanted) {
        result.insert(contentsOf: ["```\(wanted)"] + body(text) + ["```"], at: corpus.inputEnd)
      }
    }
    return result
  }

  private func body(_ text: String) -> [String] {
    text.isEmpty ? [] : text.dropLast().components(separatedBy: "\n")
  }
}

/// Two texts, line by line: `-` what was expected, `+` what came.
func difference(_ expected: String, _ actual: String) -> String {
  let old = expected.components(separatedBy: "\n")
  let new = actual.components(separatedBy: "\n")
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var out: [String] = []
  var i = 0
  var j = 0
  while i < old.count || j < new.count {
    if removed.contains(i) {
      out.append("- " + old[i])
      i += 1
    } else if inserted.contains(j) {
      out.append("+ " + new[j])
      j += 1
    } else {
      if i < old.count { out.append("  " + old[i]) }
      i += 1
      j += 1
    }
  }
  return out.joined(separator: "\n")
}
