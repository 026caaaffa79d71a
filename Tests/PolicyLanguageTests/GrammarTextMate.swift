import Foundation

@testable import PolicyLanguage

/// The grammar that editors colour a policy by, made from the schema's words.
enum TextMate {
  /// `grammar/policy.tmLanguage.json`.
  static func grammar() throws -> Data {
    let options: JSONSerialization.WritingOptions = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
    ]
    return try JSONSerialization.data(withJSONObject: root, options: options) + Data("\n".utf8)
  }

  /// Not within a longer word.
  static func whole(_ words: [String]) -> String {
    "(?<![\\w-])(?:" + Set(words).sorted().joined(separator: "|") + ")(?![\\w-])"
  }

  private static let name = "[A-Za-z][A-Za-z0-9_-]*"
  /// Where a statement may begin.
  private static let begin = "(?:^|(?<=[{;]))\\s*"

  /// Keywords that declare something with a name.
  static let declarations: [String] = Schema.rows.filter { row in
    row.contexts == [.file] && row.arguments.first?.label == nil && !row.arguments.isEmpty
      && row.arguments.first?.type.freeName == true
  }.map(\.word.text)

  /// All keywords but those of error tables, which are error classes.
  static let keywords: [String] = Schema.rows.indices.filter { $0 != Schema.errorRowIndex }
    .map { Schema.rows[$0].word.text }

  /// Words of closed lists.
  static let choices: [String] = Schema.rows.flatMap(\.arguments).flatMap(\.type.choices).map(
    \.text)

  private static func match(_ scope: String, _ pattern: String) -> [String: Any] {
    ["name": "\(scope).policy", "match": pattern]
  }

  private static func captures(_ pattern: String, _ scopes: String...) -> [String: Any] {
    var captures: [String: Any] = [:]
    for (index, scope) in scopes.enumerated() {
      captures[String(index + 1)] = ["name": "\(scope).policy"]
    }
    return ["match": pattern, "captures": captures]
  }

  private static var root: [String: Any] {
    [
      "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
      "name": "Failover Policy",
      "scopeName": "source.policy",
      "fileTypes": ["policy"],
      "patterns": [
        "comments", "declarations", "keywords", "rows", "labels", "calls", "texts", "numbers",
        "classes", "choices", "signs",
      ].map { ["include": "#\($0)"] },
      "repository": repository,
    ]
  }

  private static var repository: [String: Any] {
    [
      "comments": [
        "patterns": [
          match("comment.line.documentation", "///.*$"),
          match("comment.line.double-slash", "//.*$"),
        ]
      ],
      "declarations": [
        "patterns": [
          captures(
            "\(begin)(\(whole(declarations)))(?:\\s+(\(name)))?", "keyword.declaration",
            "entity.name.type"),
          captures(
            "\(begin)(\(whole(["let"])))\\s+(\(name))\\s*(:)", "keyword.declaration",
            "variable.other.constant", "punctuation.separator.label"),
        ]
      ],
      "keywords": captures("\(begin)(\(whole(keywords)))", "keyword.other"),
      "rows": captures("\(begin)(\(whole(classes)))", "support.type.error-class"),
      "labels": captures(
        "(?<![\\w-])(\(name)(?:\\.[0-9]+)?)\\s*(:)", "entity.other.attribute-name",
        "punctuation.separator.label"),
      "calls": captures("(\(whole(["env", "file"])))\\s*(?=\\()", "support.function"),
      "texts": [
        "name": "string.quoted.double.policy",
        "begin": "\"",
        // A text ends with its line, closed or not.
        "end": "\"|$",
        "patterns": [
          match("constant.character.escape", "\\\\(?:[\"\\\\nt]|u\\{[0-9A-Fa-f]{1,8}\\})"),
          match("invalid.illegal.escape", "\\\\."),
        ],
      ],
      "numbers": [
        "patterns": [
          match(
            "constant.numeric.range",
            "(?<![\\w-])[0-9]+(?:\\.[0-9]+)?[kMG]?\\.\\.[0-9]+(?:\\.[0-9]+)?[kMG]?(?![\\w-])"),
          match(
            "constant.numeric.rate",
            "(?<![\\w-])[0-9]+(?:\\.[0-9]+)?[kMG]?/(?:min|\(time)|(?:\(quantity)\(time))+)(?![\\w-])"
          ),
          match("constant.numeric.duration", "(?<![\\w-])(?:\(quantity)\(time))+(?![\\w-])"),
          match("constant.numeric.percent", "(?<![\\w-])\(quantity)%"),
          match("constant.numeric", "(?<![\\w-])\(quantity)[xkMG]?(?![\\w-])"),
          match("constant.numeric.percentile", "(?<![\\w-])p[0-9]+(?:\\.[0-9]+)?(?![\\w-])"),
        ]
      ],
      "classes": match("support.type.error-class", whole(classes)),
      "choices": match("constant.language", whole(choices)),
      "signs": [
        "patterns": [
          match("punctuation.section.block", "[{}]"),
          match("punctuation.section.brackets", "[\\[\\]()]"),
          match("punctuation.separator", "[,;]"),
        ]
      ],
    ]
  }

  private static let quantity = "[0-9]+(?:\\.[0-9]+)?"
  private static let time = "(?:ns|us|ms|s|m|h|d)"

  /// The language's own error classes.
  static let classes: [String] = BuiltinClass.all.map(\.word.text)
}
