extension Explanation {
  /// P01xx: the text.
  static let text: [Explanation] = [
    Explanation(
      .notUTF8,
      why: "Read with another encoding, the same bytes would become different names and texts.",
      bad: Example(
        described: "a file saved as Latin-1: the `é` of a comment is the single byte E9"),
      good: Example(described: "the same file saved as UTF-8: the `é` is the bytes C3 A9")),
    Explanation(
      .byteOrderMark,
      why: "Tools that join, compare or search files treat the mark as part of the text.",
      bad: Example(described: "a file that begins with the bytes EF BB BF"),
      good: Example(described: "the same file saved as UTF-8 without a byte order mark")),
    Explanation(
      .strangeCharacter,
      why: """
        The character has no meaning in a policy, and skipping it could change what the line says.
        """,
      bad: """
        endpoint a { url 'https://a.example.com' }
        """,
      fix: ("'https://a.example.com'", "\"https://a.example.com\"")),
    Explanation(
      .hiddenCharacter,
      why: """
        Reviewers cannot see these characters, and with them a line may do something other than it \
        shows.
        """,
      bad: "let apology: \"Sorry\u{200B}\"",
      fix: ("\u{200B}", "")),
    Explanation(
      .unterminatedText,
      why: "Without its closing quote the text would swallow the statements after it.",
      bad: """
        endpoint a {
          url "https://a.example.com
        }
        """,
      fix: ("com\n", "com\"\n")),
    Explanation(
      .foreignComment,
      why: "There is one comment syntax, so every tool finds every comment.",
      bad: """
        # how long to wait
        let wait: 2s
        """,
      fix: ("#", "//")),
    Explanation(
      .wordTooLong,
      why: "Names appear in tables, graphs and logs; the limit keeps them readable.",
      bad: Example(described: "a name of \(Limits.wordBytesMax + 1) letters"),
      good: Example(described: "a name of \(Limits.wordBytesMax) letters or fewer")),
    Explanation(
      .textTooLong,
      why: """
        Texts are stored in the artifact and in the memory of every process; long answers belong \
        elsewhere.
        """,
      bad: Example(described: "a text of \(Limits.textBytesMax + 1) bytes"),
      good: Example(described: "a text of \(Limits.textBytesMax) bytes or fewer")),
    Explanation(
      .negativeNumber,
      why: """
        Times, shares, rates and counts cannot be negative. Codes that look negative are texts.
        """,
      bad: """
        errors exchange {
          rate-limited status: 429
          ambiguous    code: -1007
        }
        """,
      fix: ("-1007", "\"-1007\"")),
  ]
}
