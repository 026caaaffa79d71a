extension Explanation {
  /// P02xx: the grammar.
  static let grammar: [Explanation] = [
    Explanation(
      .wantsKeyword,
      why: "Every statement starts with a keyword; a value alone has no meaning.",
      bad: """
        endpoint a { url "https://a.example.com"; "us-east" }
        """,
      fix: ("\"us-east\"", "domain region: us-east")),
    Explanation(
      .missingComma,
      why: """
        Commas separate arguments. Without one, a label could become the value of the label before \
        it.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; timeout connect: 200ms attempt: 1s }
        """,
      fix: ("200ms", "200ms,")),
    Explanation(
      .extraComma,
      why: "Either a value is missing or there is one comma too many; only you know which.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout connect: 200ms,, attempt: 1s }
        """,
      fix: (",,", ",")),
    Explanation(
      .missingValue,
      why: """
        A label without a value is an unfinished argument, and using its default could hide that.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; limit concurrency: }
        """,
      fix: ("concurrency:", "concurrency: 64")),
    Explanation(
      .unexpected,
      why: "policyc does not ignore extra text: the line may mean something else with it.",
      bad: """
        endpoint a { url: "https://a.example.com" }
        """,
      fix: ("url:", "url")),
    Explanation(
      .unclosed,
      why: "Without the closing bracket it is unclear where the list, call or block ends.",
      bad: """
        endpoint a { url "https://a.example.com"; credential env("A_KEY" }
        """,
      fix: ("\"A_KEY\"", "\"A_KEY\")")),
    Explanation(
      .strayBrace,
      why: "An extra `}` means that a block ends earlier than its author thinks.",
      bad: """
        endpoint a { url "https://a.example.com" }
        }
        """,
      fix: ("\n}", "")),
    Explanation(
      .bracePlacement,
      why: "A line break ends a statement, so the keyword would have no block.",
      bad: """
        endpoint a
        { url "https://a.example.com" }
        """,
      fix: ("a\n{", "a {")),
    Explanation(
      .equalsSign,
      why: "A value follows its keyword or label directly; there is no assignment.",
      bad: """
        endpoint a { url = "https://a.example.com" }
        """,
      fix: ("url =", "url")),
    Explanation(
      .tooDeep,
      why: "The limit keeps every tool that reads policies from running out of stack.",
      bad: Example(described: "blocks nested \(Limits.nestingMax + 1) levels deep"),
      good: Example(described: "no more than \(Limits.nestingMax) levels; real policies need four")),
    Explanation(
      .afterBlock,
      why: """
        Two statements on one line without a separator look like one, and readers miss the second.
        """,
      bad: """
        retry again { attempts 2; on timeout { failover } otherwise { fail } }
        """,
      fix: ("{ failover }", "{ failover };")),
    Explanation(
      .blockWithoutKeyword,
      why: "A block needs a keyword that says what its statements belong to.",
      bad: """
        retry again { attempts 2; { fail } }
        """,
      fix: ("; {", "; otherwise {")),
  ]
}
