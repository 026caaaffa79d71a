// The words for policies that are well formed and mean something impossible or dangerous.

extension Diagnostic {
  static func illegalForClass(
    file: FileID, range: SourceRange, _ message: String, related: [Related] = [],
    notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      .illegalForClass, message, file: file, range: range, related: related, notes: notes)
  }

  static func illegalForEffect(
    file: FileID, range: SourceRange, _ message: String, related: [Related] = [],
    notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      .illegalForEffect, message, file: file, range: range, related: related, notes: notes)
  }

  static func memberTwice(file: FileID, range: SourceRange, first: Related) -> Diagnostic {
    Diagnostic(
      .memberTwice, "this member is listed twice", label: "again here", file: file, range: range,
      related: [first], notes: ["an endpoint that failed is no backup for itself"])
  }

  static func otherwiseLast(file: FileID, range: SourceRange, _ message: String) -> Diagnostic {
    Diagnostic(.otherwiseLast, message, file: file, range: range)
  }

  static func breakerCountsNothing(file: FileID, range: SourceRange, name: String) -> Diagnostic {
    Diagnostic(
      .breakerCountsNothing,
      "breaker `\(name)` ignores every class it would count, so it can never open",
      file: file, range: range)
  }

  static func classTwice(file: FileID, range: SourceRange, name: String, first: Related?)
    -> Diagnostic
  {
    Diagnostic(
      .classTwice, "`\(name)` has two lists of responses", label: "again here", file: file,
      range: range,
      related: first.map { [$0] } ?? [], notes: ["merge them into one list"])
  }

  static func responseUnreachable(
    file: FileID, range: SourceRange, word: String, last: String, first: Related
  ) -> Diagnostic {
    Diagnostic(
      .responseUnreachable, "`\(word)` is never reached: it comes after `\(last)`", file: file,
      range: range, related: [first])
  }

  static func oneAnswer(
    file: FileID, range: SourceRange, name: String, count: Int, second: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      .oneAnswer,
      count == 0
        ? "step `\(name)` has no answer" : "step `\(name)` has \(count) answers; it needs one",
      file: file, range: range,
      related: second.map { [Related("a second one", file: file, range: $0)] } ?? [],
      notes: [
        "an answer is `use`, `serve`, `call`, `shed` or `fail`; put a second one into its own step"
      ])
  }

  static func timeoutsOutOfOrder(
    file: FileID, range: SourceRange, _ message: String, related: [Related] = []
  )
    -> Diagnostic
  {
    Diagnostic(.timeoutsOutOfOrder, message, file: file, range: range, related: related)
  }

  static func meaning(
    _ code: DiagnosticCode, file: FileID, range: SourceRange, _ message: String,
    label: String = "", related: [Related] = [], notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      code, message, label: label, file: file, range: range, related: related, notes: notes)
  }
}
