import Foundation
import TestThreads
import Testing

@testable import PolicyLanguage

/// Holds `grammar/policy.tmLanguage.json` against the schema.
@Suite(.offPool) struct EditorGrammar {
  static let url = CorpusFile.root.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("grammar/policy.tmLanguage.json")

  @Test func `the editor grammar is made from the schema of today`() throws {
    let wanted = try TextMate.grammar()
    if Corpus.isUpdating { try wanted.write(to: EditorGrammar.url) }
    let found = try Data(contentsOf: EditorGrammar.url)
    #expect(found == wanted, "UPDATE_CORPUS=1 writes it anew")
  }

  @Test func `every keyword of the schema is coloured at the beginning of a statement`() throws {
    let patterns = try EditorGrammar.patterns()
    for row in Schema.rows.indices {
      let word = Schema.rows[row].word.text
      let lines = ["  \(word) a", "x { \(word) a }", "a; \(word)", word]
      for line in lines where row != Schema.errorRowIndex {
        let offset = line.distance(
          from: line.startIndex, to: line.range(of: word)?.lowerBound ?? line.startIndex)
        let scope = EditorGrammar.scope(of: line, at: offset, patterns)
        #expect(scope?.hasPrefix("keyword") == true, "\(line): \(scope ?? "nothing")")
      }
    }
  }

  @Test(arguments: [
    ("  timeout attempt: 5s", "attempt", "entity.other.attribute-name"),
    ("  timeout attempt: 5s", "5s", "constant.numeric.duration"),
    ("  limit requests: 600/min, context: 128k", "600/min", "constant.numeric.rate"),
    ("  limit requests: 300/10s", "300/10s", "constant.numeric.rate"),
    ("  limit requests: 5, context: 128k", "128k", "constant.numeric"),
    ("  rejected status: 500..599", "500..599", "constant.numeric.range"),
    ("  rejected status: 500..599", "rejected", "support.type.error-class"),
    ("  latency p99.9: 3s", "p99.9", "entity.other.attribute-name"),
    ("  hedge after: p99.9, max: 1", "p99.9", "constant.numeric.percentile"),
    ("  availability 99.95%", "99.95%", "constant.numeric.percent"),
    ("endpoint azure-east {", "azure-east", "entity.name.type"),
    ("let page: 5", "page", "variable.other.constant"),
    ("  credential env(\"A\")", "env", "support.function"),
    ("  url \"http://a\"", "\"http", "string.quoted.double"),
    ("  url \"http://a\"  // b", "// b", "comment.line.double-slash"),
    ("/// b", "/// b", "comment.line.documentation"),
    ("  on timeout, interrupted { fail }", "interrupted", "support.type.error-class"),
    ("  on timeout, interrupted { fail }", "timeout", "support.type.error-class"),
    ("  effect idempotent", "idempotent", "constant.language"),
    ("  to on-call", "on-call", ""),
    ("  member endpoint-2", "endpoint-2", ""),
  ])
  func `what stands in a line is coloured by what it is`(
    line: String, part: String, wanted: String
  ) throws {
    let offset = line.distance(
      from: line.startIndex, to: try #require(line.range(of: part)).lowerBound)
    let scope = EditorGrammar.scope(of: line, at: offset, try EditorGrammar.patterns()) ?? ""
    #expect(wanted.isEmpty ? scope.isEmpty : scope.hasPrefix(wanted), "\(scope)")
  }

  /// One pattern, and the scope of each of its groups; 0 is the whole.
  struct Pattern {
    let expression: NSRegularExpression
    let scopes: [Int: String]
  }

  /// The patterns in the order in which an editor tries them.
  static func patterns() throws -> [Pattern] {
    let root = try JSONSerialization.jsonObject(with: TextMate.grammar()) as? [String: Any]
    let repository = root?["repository"] as? [String: [String: Any]] ?? [:]
    let includes = (root?["patterns"] as? [[String: String]] ?? []).compactMap { $0["include"] }
    return try includes.flatMap { include -> [Pattern] in
      let entry = repository[String(include.dropFirst())] ?? [:]
      let rules =
        entry["begin"] == nil ? entry["patterns"] as? [[String: Any]] ?? [entry] : [entry]
      return try rules.map { rule in
        let text = rule["match"] as? String ?? "\"(?:\\\\.|[^\"\\\\])*(?:\"|$)"
        var scopes: [Int: String] = [:]
        scopes[0] = rule["name"] as? String
        for (group, value) in rule["captures"] as? [String: [String: String]] ?? [:] {
          if let number = Int(group) { scopes[number] = value["name"] }
        }
        return Pattern(expression: try NSRegularExpression(pattern: text), scopes: scopes)
      }
    }
  }

  /// The scope of a character: from the left, the pattern that matches first takes its match, as in
  /// an editor.
  static func scope(of line: String, at offset: Int, _ patterns: [Pattern]) -> String? {
    let whole = NSRange(line.startIndex..., in: line)
    var from = 0
    while from < whole.length {
      var best: (match: NSTextCheckingResult, pattern: Pattern)?
      for pattern in patterns {
        let range = NSRange(location: from, length: whole.length - from)
        let options: NSRegularExpression.MatchingOptions = [
          .withTransparentBounds, .withoutAnchoringBounds,
        ]
        guard let match = pattern.expression.firstMatch(in: line, options: options, range: range),
          match.range.length > 0
        else { continue }
        if let best, best.match.range.location <= match.range.location { continue }
        best = (match, pattern)
      }
      guard let best, best.match.range.location <= offset else { return nil }
      if best.match.range.upperBound > offset {
        let groups = best.pattern.scopes.sorted { $0.key > $1.key }
        return groups.first { group, _ in
          NSLocationInRange(offset, best.match.range(at: group))
        }?.value
      }
      from = best.match.range.upperBound
    }
    return nil
  }
}
