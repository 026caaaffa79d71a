// The words for names that mean nothing, or not what is wanted.

extension Diagnostic {
  static func unknownName(
    file: FileID, range: SourceRange, name: String, kind: String, near: [String], isOurs: Bool
  ) -> Diagnostic {
    // A name of the user's own is never replaced: another endpoint is another policy.
    Diagnostic(
      .unknownName, "no \(kind) is named `\(name)`", file: file, range: range,
      notes: question(near), fix: isOurs ? replacement(near, file, range) : nil)
  }

  static func unknownCredential(
    file: FileID, range: SourceRange, name: String, isFile: Bool, near: [String]
  ) -> Diagnostic {
    Diagnostic(
      .unknownName, "no endpoint has the credential `\(isFile ? "file" : "env")(\"\(name)\")`",
      file: file, range: range, notes: question(near.map { "\"\($0)\"" }))
  }

  static func factTwice(
    file: FileID, range: SourceRange, name: String, first: Related
  ) -> Diagnostic {
    Diagnostic(
      .declaredTwice, "the availability of `\(name)` is declared twice", label: "again here",
      file: file, range: range,
      related: [Related("first stated here", file: first.file, range: first.range)])
  }

  static func wrongKind(
    file: FileID, range: SourceRange, name: String, found: String, wanted: String,
    declared: Related?
  ) -> Diagnostic {
    Diagnostic(
      .wrongKind, "`\(name)` is \(article(found)); the name of \(article(wanted)) is expected here",
      file: file, range: range, related: declared.map { [$0] } ?? [])
  }

  static func declaredTwice(
    file: FileID, range: SourceRange, name: String, kind: String, first: Related?
  ) -> Diagnostic {
    Diagnostic(
      .declaredTwice, "the \(kind) `\(name)` is declared twice", label: "again here", file: file,
      range: range,
      related: first.map { [Related("first declared here", file: $0.file, range: $0.range)] } ?? [],
      notes: first == nil ? ["the language declares it: choose another name"] : [])
  }

  static func reservedName(file: FileID, range: SourceRange, name: String, why: String)
    -> Diagnostic
  {
    Diagnostic(
      .reservedName, "`\(name)` cannot be a name here: \(why)", file: file, range: range)
  }

  static func extendsCycle(
    file: FileID, range: SourceRange, names: [String]
  ) -> Diagnostic {
    Diagnostic(
      .extendsCycle,
      names.count <= 1
        ? "`\(names.first ?? "")` extends itself"
        : "these extend each other: \(names.joined(separator: " → "))", file: file, range: range)
  }

  static func unknownSetting(file: FileID, range: SourceRange, name: String, near: [String])
    -> Diagnostic
  {
    Diagnostic(
      .unknownSetting, "`--set \(name)` sets nothing: there is no `let` of that name", file: file,
      range: range, notes: question(near))
  }

  static func settingType(
    file: FileID, range: SourceRange, name: String, found: String, wanted: String
  ) -> Diagnostic {
    Diagnostic(
      .settingType, "`--set \(name)` gives \(found), but this `let` is \(wanted)", file: file,
      range: range)
  }

  static func letValue(file: FileID, range: SourceRange, name: String) -> Diagnostic {
    Diagnostic(
      .letValue, "a `let` holds a literal, not a name", file: file, range: range,
      notes: ["`let \(name): 30s`"])
  }

  static func tooManyDeclarations(file: FileID, range: SourceRange, kind: String) -> Diagnostic {
    Diagnostic(
      .tooManyDeclarations,
      "more than \(Limits.declarationsMax) declarations of one kind (\(kind))",
      file: file, range: range)
  }
}
