extension Explanation {
  /// P05xx: names.
  static let names: [Explanation] = [
    Explanation(
      .unknownName,
      why: "A name that refers to nothing would otherwise fail when the first request needs it.",
      bad: """
        endpoint backup { url "https://b.example.com" }
        route lookup { to bakcup; effect read; deadline 5s }
        """,
      fix: ("bakcup", "backup")),
    Explanation(
      .wrongKind,
      why: "The name exists but refers to a kind of declaration that cannot be used here.",
      bad: """
        endpoint a { url "https://a.example.com" }
        route lookup { to a; effect read; deadline 5s; retry a; degrade none }
        """,
      fix: ("retry a; ", "")),
    Explanation(
      .declaredTwice,
      why: """
        One of the two declarations would silently win. Endpoints and topologies share one \
        namespace.
        """,
      bad: """
        endpoint a { url "https://a.example.com" }
        endpoint a { url "https://b.example.com" }
        """,
      fix: ("\nendpoint a", "\nendpoint b")),
    Explanation(
      .extendsCycle,
      why: "Each one waits for the other's values, so none of them has any.",
      bad: """
        endpoint a { extends b; url "https://a.example.com" }
        endpoint b { extends a; url "https://b.example.com" }
        """,
      fix: ("extends b; ", "")),
    Explanation(
      .unknownSetting,
      why: "A setting that matches no `let` leaves the value it was meant to replace in force.",
      bad: Example(policy: "let wait: 2s", settings: [Setting(name: "wiat", value: "5s")]),
      good: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5s")])),
    Explanation(
      .settingType,
      why: """
        A setting replaces a value by another of the same type; converting it would be a guess.
        """,
      bad: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5")]),
      good: Example(policy: "let wait: 2s", settings: [Setting(name: "wait", value: "5s")])),
    Explanation(
      .letValue,
      why: "A `let` is a literal, so that `--set` can replace it and a reader sees its value.",
      bad: "let wait: patience",
      fix: ("patience", "2s")),
    Explanation(
      .reservedName,
      why: "The word already has a meaning where the name would be used.",
      bad: """
        degrade none { step sorry { serve text: "Please try again soon." } }
        """,
      fix: ("degrade none", "degrade apology")),
  ]
}
