import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let textLooksSecret = LintRule(
    "text-looks-secret", .secrets, "A comment or text that looks like a key",
    why: """
      Many people read a policy, and it is kept for ever. A key noted beside a rule or pasted into \
      a text is no longer secret.
      """,
    bad: """
      endpoint a {
        url        "https://a.example.com"
        // The old key was hf_Zx81kQp0Lm2vT7, in case somebody needs it.
        credential env("A_KEY")
      }
      route lookup { to a; effect read; deadline 15s }
      """,
    fix: ("The old key was hf_Zx81kQp0Lm2vT7, in case somebody needs it.", "Rolled over in May.")
  ) { linted in
    linted.policy.files.indices.flatMap { index -> [Finding] in
      let file = FileID(index)
      guard !linted.policy.isBuiltin(file) else { return [] }
      let tree = linted.policy.tree(file)
      let texts = tree.textsOfNoSecretPlace.filter(CheckedPolicy.looksRandom)
      let comments = tree.wordsOfComments.filter {
        linted.policy.looksLikeSecret($0) || CheckedPolicy.looksRandom($0)
      }
      return (texts + comments).map { bytes in
        let place = Place(file: file, range: SourceRange(bytes.startIndex, bytes.endIndex))
        return Finding(
          "this looks like a secret (it is not repeated here)", at: place,
          of: linted.declared(at: place),
          notes: [
            "if it is one, revoke it: it is in the file's history; refer to it by `env(…)` or `file(…)`"
          ])
      }
    }
  }
}
