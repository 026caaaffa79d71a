extension Explanation {
  /// P05xx: names.
  static let names: [Explanation] = [
    Explanation(
      .unknownName,
      why: "A name that leads nowhere would be found out when the first request needs it.",
      bad: """
        endpoint backup { url "https://b.example.com"; timeout attempt: 1s }
        route lookup { to bakcup; effect read; deadline 5s; degrade none }
        """,
      fix: ("bakcup", "backup")),
    Explanation(
      .wrongKind,
      why: "The name is known, but what it names cannot do what is wanted here.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route lookup { to a; effect read; deadline 5s; retry a; degrade none }
        """,
      fix: ("retry a; ", "")),
    Explanation(
      .declaredTwice,
      why:
        "Of two declarations one would silently win. Endpoints and topologies share their names.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        endpoint a { url "https://b.example.com"; timeout attempt: 1s }
        """,
      fix: ("\nendpoint a", "\nendpoint b")),
    Explanation(
      .extendsCycle,
      why: "Each waits for the other to say what it copies, so neither says anything.",
      bad: """
        endpoint a { extends b; url "https://a.example.com"; timeout attempt: 1s }
        endpoint b { extends a; url "https://b.example.com"; timeout attempt: 2s }
        """,
      fix: ("extends b; ", "")),
    Explanation(
      .unknownSetting,
      why: "A setting that sets nothing leaves the value in force that it was meant to replace.",
      bad: Example(policy: "let wait: 2s", settings: [Setting(name: "wiat", value: "5s")]),
      good: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5s")])),
    Explanation(
      .settingType,
      why: "A setting replaces a value by another of its kind; anything else would be a guess.",
      bad: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5")]),
      good: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5s")])),
    Explanation(
      .letValue,
      why:
        "A `let` stands for a literal, so that `--set` can replace it and a reader sees a value.",
      bad: "let wait: patience",
      fix: ("patience", "2s")),
    Explanation(
      .reservedName,
      why: "The word already means something where the name would be used.",
      bad: """
        degrade none { step sorry { serve text: "Please try again soon." } }
        """,
      fix: ("degrade none", "degrade apology")),
  ]
}
