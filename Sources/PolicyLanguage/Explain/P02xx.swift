extension Explanation {
  /// P02xx: the grammar.
  static let grammar: [Explanation] = [
    Explanation(
      .wantsKeyword,
      why: "Every statement says by its first word what it is about; a bare value says nothing.",
      bad: """
        endpoint a {
          url     "https://a.example.com"
          timeout attempt: 1s
          "us-east"
        }
        """,
      fix: ("\"us-east\"", "domain  region: us-east")),
    Explanation(
      .missingComma,
      why: "Commas separate arguments, so that a forgotten value never takes the next label.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout connect: 200ms attempt: 1s }
        """,
      fix: ("200ms", "200ms,")),
    Explanation(
      .extraComma,
      why:
        "Between two commas something is missing, or one comma is too many: only you know which.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout connect: 200ms,, attempt: 1s }
        """,
      fix: (",,", ",")),
    Explanation(
      .missingValue,
      why:
        "A label without a value would silently mean its default, which is not what was begun here.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; limit concurrency: }
        """,
      fix: ("concurrency:", "concurrency: 64")),
    Explanation(
      .unexpected,
      why:
        "What is left over in a line is not guessed at: the line may mean something else without it.",
      bad: """
        endpoint a { url: "https://a.example.com"; timeout attempt: 1s }
        """,
      fix: ("url:", "url")),
    Explanation(
      .unclosed,
      why:
        "Without its closing sign nobody can tell where a list, a call or a block was meant to end.",
      bad: """
        endpoint a { url "https://a.example.com"; credential env("A_KEY"; timeout attempt: 1s }
        """,
      fix: ("\"A_KEY\"", "\"A_KEY\")")),
    Explanation(
      .strayBrace,
      why: "A `}` too many shows that a block ends earlier than its author thinks.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        }
        """,
      fix: ("\n}", "")),
    Explanation(
      .bracePlacement,
      why: "A line break ends a statement, so the keyword would stand there without its block.",
      bad: """
        endpoint a
        { url "https://a.example.com"; timeout attempt: 1s }
        """,
      fix: ("a\n{", "a {")),
    Explanation(
      .equalsSign,
      why: "Values follow their keyword or their label directly; there is nothing to assign.",
      bad: """
        endpoint a { url = "https://a.example.com"; timeout attempt: 1s }
        """,
      fix: ("url =", "url")),
    Explanation(
      .tooDeep,
      why: "The limit keeps every tool that reads policies from running out of stack.",
      bad: Example(described: "blocks nested \(Limits.nestingMax + 1) levels deep"),
      good: Example(described: "no more than \(Limits.nestingMax) levels; real policies need four")),
    Explanation(
      .afterBlock,
      why:
        "Two statements in a line without a separator look like one, and readers miss the second.",
      bad: """
        retry again { attempts 2; on timeout { failover } otherwise { fail } }
        """,
      fix: ("{ failover }", "{ failover };")),
    Explanation(
      .blockWithoutKeyword,
      why:
        "A block says nothing by itself: the keyword before it says what its statements belong to.",
      bad: """
        retry again { attempts 2; { fail } }
        """,
      fix: ("; {", "; otherwise {")),
  ]
}
