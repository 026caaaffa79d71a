extension Explanation {
  /// P03xx: the shape of statements.
  static let shape: [Explanation] = [
    Explanation(
      .unknownKeyword,
      why: "Skipping a misspelt statement would silently remove the protection it describes.",
      bad: """
        endpoint a { url "https://a.example.com"; domian region: us-east }
        """,
      fix: ("domian", "domain")),
    Explanation(
      .misplacedKeyword,
      why: "The statement exists, but not in this block, so it would have no effect here.",
      bad: """
        endpoint a { url "https://a.example.com"; deadline 5s }
        """,
      fix: ("; deadline 5s", "")),
    Explanation(
      .unknownLabel,
      why: "Ignoring a misspelt label would silently leave its default in force.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout conect: 200ms, attempt: 1s }
        """,
      fix: ("conect", "connect")),
    Explanation(
      .unknownWord,
      why: "Only the listed words are valid here; guessing at another could change the policy.",
      bad: """
        backoff gentle { constant base: 200ms; jitter ful }
        """,
      fix: ("ful", "full")),
    Explanation(
      .wrongType,
      why: "policyc never converts a value of the wrong type: it is a mistake in the policy.",
      bad: """
        endpoint a { url "https://a.example.com"; limit concurrency: 2s }
        """,
      fix: ("concurrency: 2s", "concurrency: 64")),
    Explanation(
      .missingArgument,
      why: "This argument has no safe default, so the policy must state it.",
      bad: """
        backoff gentle { exponential base: 200ms }
        """,
      fix: ("200ms", "200ms, max: 10s")),
    Explanation(
      .tooManyArguments,
      why: "A value without a label has no meaning here; the label says which number it is.",
      bad: """
        endpoint a { url "https://a.example.com"; limit 64 }
        """,
      fix: ("limit 64", "limit concurrency: 64")),
    Explanation(
      .repeatedStatement,
      why: "One of the two would silently win, and a reader may believe the other.",
      bad: """
        retry again { attempts 2; attempts 3; otherwise { failover } }
        """,
      fix: ("attempts 2; ", "")),
    Explanation(
      .repeatedLabel,
      why: "One of the two values would silently win, and a reader may believe the other.",
      bad: """
        endpoint a { url "https://a.example.com"; limit concurrency: 64, concurrency: 32 }
        """,
      fix: (", concurrency: 32", "")),
    Explanation(
      .missingStatement,
      why: "Every default would be wrong for somebody, so the policy must state this.",
      bad: """
        endpoint a { url "https://a.example.com" }
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
      why: "The statement takes its values as arguments; the contents of a block would be ignored.",
      bad: """
        endpoint a {
          url   "https://a.example.com"
          probe path: "/health", every: 5s { timeout attempt: 1s }
        }
        """,
      fix: (" { timeout attempt: 1s }", ", timeout: 1s")),
    Explanation(
      .unwantedList,
      why: "Only one value is allowed here; all but one would be ignored.",
      bad: """
        endpoint a { url "https://a.example.com"; limit concurrency: [32, 64] }
        """,
      fix: ("[32, 64]", "64")),
    Explanation(
      .wrongCombination,
      why: """
        Each part is valid alone; together they say too little, too much, or contradict each \
        other.
        """,
      bad: """
        breaker steady { trip failure-rate: 50%; cooldown 15s }
        """,
      fix: ("50%", "50%, over: 30s, min-calls: 20")),
  ]
}
