extension Explanation {
  /// P03xx: the shape of statements.
  static let shape: [Explanation] = [
    Explanation(
      .unknownKeyword,
      why: "A misspelt statement that is skipped is a protection that is not there.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; domian region: us-east }
        """,
      fix: ("domian", "domain")),
    Explanation(
      .misplacedKeyword,
      why:
        "The statement exists, but says nothing in this block: what it was to protect is unprotected.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; deadline 5s }
        """,
      fix: ("; deadline 5s", "")),
    Explanation(
      .unknownLabel,
      why: "A misspelt label that is skipped would leave its default in force, unseen.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout conect: 200ms, attempt: 1s }
        """,
      fix: ("conect", "connect")),
    Explanation(
      .unknownWord,
      why:
        "Only the listed words have a meaning here; any other would silently mean something else.",
      bad: """
        backoff gentle { constant base: 200ms; jitter ful }
        """,
      fix: ("ful", "full")),
    Explanation(
      .wrongType,
      why: "A value of another kind is a mistake in the policy, and is never converted.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; limit concurrency: 2s }
        """,
      fix: ("concurrency: 2s", "concurrency: 64")),
    Explanation(
      .missingArgument,
      why: "What is left out here has no safe default, so it must be said.",
      bad: """
        backoff gentle { exponential base: 200ms }
        """,
      fix: ("200ms", "200ms, max: 10s")),
    Explanation(
      .tooManyArguments,
      why: "A value without a label has no meaning here: its label says which number it is.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; limit 64 }
        """,
      fix: ("limit 64", "limit concurrency: 64")),
    Explanation(
      .repeatedStatement,
      why: "Of two statements one would silently win, and a reader may believe the other.",
      bad: """
        retry again { attempts 2; attempts 3; otherwise { failover } }
        """,
      fix: ("attempts 2; ", "")),
    Explanation(
      .repeatedLabel,
      why: "Of two values one would silently win, and a reader may believe the other.",
      bad: """
        endpoint a {
          url     "https://a.example.com"
          timeout attempt: 1s
          limit   concurrency: 64, concurrency: 32
        }
        """,
      fix: (", concurrency: 32", "")),
    Explanation(
      .missingStatement,
      why: "What matters most must be said, for every default would be wrong for somebody.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route lookup { to a; effect read; degrade none }
        """,
      fix: ("effect read;", "effect read; deadline 5s;")),
    Explanation(
      .missingBlock,
      why: "Without its block the statement declares something that does nothing.",
      bad: """
        degrade ladder { step sorry }
        """,
      fix: ("step sorry", "step sorry { serve text: \"Please try again soon.\" }")),
    Explanation(
      .unwantedBlock,
      why:
        "What stands in the block would be ignored: this statement takes its values as arguments.",
      bad: """
        endpoint a {
          url     "https://a.example.com"
          timeout attempt: 1s
          probe   path: "/health", every: 5s { timeout attempt: 1s }
        }
        """,
      fix: (" { timeout attempt: 1s }", ", timeout: 1s")),
    Explanation(
      .unwantedList,
      why: "One value holds here; of several, all but one would be ignored.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; limit concurrency: [32, 64] }
        """,
      fix: ("[32, 64]", "64")),
    Explanation(
      .wrongCombination,
      why:
        "Each part is legal by itself; together they say too little, too much, or two things at once.",
      bad: """
        breaker steady { trip failure-rate: 50%; cooldown 15s }
        """,
      fix: ("50%", "50%, over: 30s, min-calls: 20")),
  ]
}
