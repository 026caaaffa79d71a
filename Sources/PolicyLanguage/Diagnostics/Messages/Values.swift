import PolicyGraph

// The words for values that are not what their place takes.

extension Diagnostic {
  /// A bare number; one of `suggestions` is what was meant, and where the value can only be one,
  /// `isCertain`.
  static func missingUnit(
    file: FileID, range: SourceRange, place: String, wanted: String, suggestions: [String],
    isCertain: Bool
  ) -> Diagnostic {
    let edits = suggestions.map { Edit(file: file, range: range, newText: $0) }
    return Diagnostic(
      .missingUnit,
      "\(wanted) needs a unit: \(joined(suggestions.map { "`\($0)`" }, with: "or"))?",
      label: "\(place) takes \(wanted)", file: file, range: range,
      notes: ["a number without a unit is only a count"],
      fix: isCertain && edits.count == 1 ? Fix("write `\(suggestions[0])`", edits: edits) : nil)
  }

  static func unknownUnit(
    file: FileID, range: SourceRange, unit: String, meant: Units.Meaning?, fits: Bool,
    wanted: String
  ) -> Diagnostic {
    Diagnostic(
      .unknownUnit, "`\(unit)` is not a unit; \(wanted) is expected here", file: file, range: range,
      notes: [
        meant?.note(of: unit)
          ?? "durations: ns us ms s m h d; sizes: k M G; `%`, `x`, and rates as in `5/s`"
      ], fix: fits ? replacement(meant?.same.map { [$0] } ?? [], file, range) : nil)
  }

  /// `429` where its class is wanted.
  static func statusForClass(
    file: FileID, range: SourceRange, place: String, status: String, classes: [String],
    isCertain: Bool
  ) -> Diagnostic {
    let names = joined(classes.map { "`\($0)`" }, with: "and")
    var note = "statuses become classes in an error table, as in `rate-limited status: 429`"
    if !classes.isEmpty { note = "the table `http` turns it into \(names)" }
    return Diagnostic(
      .wrongType, "\(place) takes the name of an error class, and `\(status)` is a status",
      file: file, range: range, notes: [note],
      fix: isCertain ? replacement(classes[0], file, range) : nil)
  }

  /// `5xx` where a range is taken.
  static func statusesAsRange(
    file: FileID, range: SourceRange, text: String, written: String
  ) -> Diagnostic {
    Diagnostic(
      .malformedNumber, "`\(text)` is written as a range: `\(written)`", file: file, range: range,
      fix: replacement(written, file, range))
  }

  static func malformedNumber(file: FileID, range: SourceRange, text: String) -> Diagnostic {
    let isDate = text.utf8.count == 10 && text.utf8.filter { $0 == UInt8(ascii: "-") }.count == 2
    return Diagnostic(
      .malformedNumber,
      isDate ? "write a date as a text, `\"\(text)\"`" : "this is not a number",
      file: file, range: range,
      notes: isDate
        ? []
        : ["numbers look like `3`, `250ms`, `1m30s`, `99.95%`, `200/s`, `1.5x`, `128k`, `500..599`"]
    )
  }

  static func inexactNumber(file: FileID, range: SourceRange, text: String) -> Diagnostic {
    Diagnostic(
      .inexactNumber, "`\(text)` has more digits than can be stored exactly", file: file,
      range: range,
      notes: [
        "durations are stored in nanoseconds, percentages with seven decimals, factors with six"
      ])
  }

  static func numberTooLarge(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(.numberTooLarge, "this number is too large", file: file, range: range)
  }

  static func outOfRange(
    file: FileID, range: SourceRange, place: String, low: String?, high: String?
  ) -> Diagnostic {
    let bounds: String
    switch (low, high) {
    case (let low?, let high?) where low == high: bounds = "be \(low)"
    case (let low?, let high?): bounds = "be between \(low) and \(high)"
    case (let low?, nil): bounds = "be at least \(low)"
    case (nil, let high?): bounds = "be at most \(high)"
    case (nil, nil): bounds = "be larger"
    }
    return Diagnostic(.outOfRange, "\(place) must \(bounds)", file: file, range: range)
  }

  static func emptyRange(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .outOfRange, "this range is empty: the lower end comes first", file: file, range: range)
  }

  static func badEscape(file: FileID, range: SourceRange, text: String) -> Diagnostic {
    Diagnostic(
      .badEscape, "`\(text)` is not an escape", file: file, range: range,
      notes: ["escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with a code point in hex"])
  }

  static func literalSecret(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .literalSecret, "a secret does not belong in a policy (not repeated here)", file: file,
      range: range,
      notes: [
        "refer to it: `env(\"NAME\")` or `file(\"/path\")`",
        "if this was a real key, it is now in the file's history: revoke it",
      ])
  }

  static func secretSetting(file: FileID, range: SourceRange, name: String) -> Diagnostic {
    Diagnostic(
      .literalSecret, "`--set \(name)` is a secret (not repeated here)", file: file,
      range: range, notes: ["the artifact would contain it: refer to it by `env(…)` or `file(…)`"])
  }

  static func unwantedCall(
    file: FileID, range: SourceRange, place: String, wanted: String
  ) -> Diagnostic {
    Diagnostic(.wrongType, "\(place) takes \(wanted), not a call", file: file, range: range)
  }

  static func unknownCall(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    let near = allNearest(found, in: ["env", "file"])
    return Diagnostic(
      .unknownWord, "there is no `\(found)(…)`: a credential is `env(…)` or `file(…)`", file: file,
      range: range, notes: question(near),
      fix: replacement(near, file, range))
  }

  static func callWantsText(file: FileID, range: SourceRange, call: String) -> Diagnostic {
    Diagnostic(
      .wrongType, "`\(call)(…)` takes one text: `\(call)(\"NAME\")`", file: file, range: range)
  }

  static func unknownVariable(file: FileID, range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      .unknownWord,
      "there is no `\(found)(…)` here: what is read where the policy is loaded is `env(…)`",
      file: file, range: range)
  }

  static func variableWantsText(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .wrongType, "`env(…)` takes one text, and one behind `else:` if wanted", file: file,
      range: range, notes: ["as in `env(\"CHAT_URL\", else: \"http://127.0.0.1:9101\")`"])
  }

  static func misplacedCredential(
    file: FileID, range: SourceRange, _ message: String, note: String
  ) -> Diagnostic {
    Diagnostic(.misplacedCredential, message, file: file, range: range, notes: [note])
  }

  static func badVariable(file: FileID, range: SourceRange, isFile: Bool) -> Diagnostic {
    Diagnostic(
      .badText,
      isFile
        ? "`file(…)` takes a path, without control characters"
        : "`env(…)` takes the name of a variable: letters, digits and `_`", file: file,
      range: range)
  }

  static func badURL(
    file: FileID, range: SourceRange, why: String, note: String?
  ) -> Diagnostic {
    Diagnostic(
      .badURL, "this URL \(why)", file: file, range: range,
      notes: [note ?? "a URL looks like `https://host.example.com/path`"])
  }

  static func secretInURL(file: FileID, range: SourceRange, why: String) -> Diagnostic {
    Diagnostic(
      .literalSecret, "this URL \(why) (not repeated here)", file: file, range: range,
      notes: [
        "use `credential env(\"NAME\")` or `credential file(\"/path\")`; where the provider needs it in the URL, write `{credential}` in its place",
        "if this was a real key, it is now in the file's history: revoke it",
      ])
  }

  static func lowerCaseMethod(
    file: FileID, range: SourceRange, method: String, written: String
  ) -> Diagnostic {
    Diagnostic(
      .badText, "a method is written in upper case: `\(written)`", file: file, range: range,
      notes: ["methods are case-sensitive: no request has the method `\(method)`"],
      fix: replacement(written, file, range))
  }

  static func badText(file: FileID, range: SourceRange, _ message: String, notes: [String] = [])
    -> Diagnostic
  {
    Diagnostic(.badText, message, file: file, range: range, notes: notes)
  }

  static func badHeaderName(file: FileID, range: SourceRange, example: String) -> Diagnostic {
    Diagnostic(
      .badHeaderName, "this is not a valid header name", file: file, range: range,
      notes: ["letters, digits and `-`, as in `\"\(example)\"`"])
  }

  static func reservedHeader(file: FileID, range: SourceRange, name: String) -> Diagnostic {
    Diagnostic(
      .reservedHeader, "a policy may not set the header `\(name)`", file: file, range: range,
      notes: ["it frames the message or is valid for one hop only: the HTTP client writes it"])
  }

  static func badAuthScheme(file: FileID, range: SourceRange) -> Diagnostic {
    Diagnostic(
      .badAuthScheme, "this is not a valid authentication scheme", file: file, range: range,
      notes: ["use one word, as in `\"Bearer\"`; an empty text sends the key alone"])
  }

  static func badRequestPath(file: FileID, range: SourceRange, why: String, note: String)
    -> Diagnostic
  {
    Diagnostic(.badRequestPath, why, file: file, range: range, notes: [note])
  }
}
