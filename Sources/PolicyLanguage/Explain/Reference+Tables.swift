import PolicyGraph

extension Reference {
  /// The error classes of the language.
  static func classes(_ page: inout Markdown) {
    page.line(
      """
      ## Error classes

      A class says what failed, whether the request may have been **executed** at the far end, and the \
      **scope** of the trouble: what else shares it and is cooled with it. Breakers count the classes \
      marked so unless `count` and `ignore` say otherwise.

      """)
    page.table(
      ["Class", "Executed", "Scope", "Counted", "What it typically looks like"],
      BuiltinClass.all.map { known in
        [
          "`\(known.word.text)`", "\(known.executed.word)", "\(known.scope.word)",
          BuiltinClass.countedByDefault.contains(known.word) ? "yes" : "", known.sign,
        ]
      })
  }

  /// The error tables that come with the language, as the policies that they are.
  static func tables(_ page: inout Markdown) {
    page.line(
      """
      ## Error tables of the language

      A route that names no table uses `http`. The first row that matches decides; a table that \
      `extends` another asks its own rows first. What no row matches is a success if its status is \
      200..299 (gRPC: OK), else `unclassified`.

      A row that begins with `success` says what a good answer is, as in `success status: 404`; it takes \
      whole answers only. Where a table looks into bodies (`code:`, `code-not:`, `body:`), an answer of \
      200 whose body says that it is an error is never a success. Such a body says so by an `error` that \
      is an object, a text, a list with anything in it, or `true`; by `"type"`, `"object"` or `"status"` \
      of `"error"`, by `"status": "err"`, `"success": false`, or an event named `error`. If its code is a \
      number from 400 to 599, it is looked for as a status too.

      A code is what stands under `code`, `retCode`, `error` or the like at the top or in the error, and \
      under `sCode`, or `error` and `code`, of each item of a batch. `code-not: ["0", "200"]` matches any other code, \
      an error without one, and every status outside 200..299: it is for what a table does not name.

      """)
    for (name, _) in BuiltinTables.bases {
      page.line("### `\(name)`")
      page.line()
      let lines = BuiltinTables.text(name).split(separator: "\n").dropFirst()
      page.fenced(lines.joined(separator: "\n"), as: "")
    }
  }

  /// What holds where a policy says nothing, as the policy that it is.
  static func standard(_ page: inout Markdown) {
    page.line(
      """
      ## What holds where nothing is said

      A policy has to say where requests go, their `effect` and their `deadline`. A declaration that says \
      no more takes the rest from the `defaults` of its file, and what these leave open from the `defaults` \
      below. `policyc inspect` and `policyc graph` show what came of it, `policyc diff` what it changes. Any \
      statement replaces it, and `none` says no: `retry none`, `breaker none`, `degrade none`, `backoff: none`.

      """)
    page.fenced(String(Standard.text.dropFirst("language 1\n\n".count).dropLast()), as: "")
    page.line()
    page.line(
      """
      These are declarations like any other: `retry usual { extends standard; attempts 4 }` changes one \
      statement. A policy that declares a `standard` of its own means that one. On a route with \
      `effect once`, `standard` means `standard-once`; a retry of your own that is for such routes extends \
      `standard-once`.

      \(Standard.attemptRule)

      `timeout connect:` is 2s, or the attempt timeout where that is shorter. `same-endpoint times: N` waits \
      by `backoff standard` unless it names a backoff; `backoff: none` repeats at once, and so does \
      `same-endpoint` without `times:`.

      """)
  }

  /// What is limited, and where the limit is reported.
  static func limits(_ page: inout Markdown) {
    let rows: [(String, String, DiagnosticCode?)] = [
      ("one file", "\(Limits.fileBytesMax >> 20) MiB", .fileTooLarge),
      ("files of a program", "\(Limits.filesMax)", .tooManyFiles),
      ("all files of a program", "\(Limits.programBytesMax >> 20) MiB", .programTooLarge),
      ("how deep imports lead", "\(Limits.importDepthMax) files", .importTooDeep),
      ("how deep blocks, lists and calls nest", "\(Limits.nestingMax) levels", .tooDeep),
      ("a word", "\(Limits.wordBytesMax) bytes", .wordTooLong),
      ("a text", "\(Limits.textBytesMax) bytes", .textTooLong),
      ("declarations of one kind", "\(Limits.declarationsMax)", .tooManyDeclarations),
      ("a duration", Tick.max.spelling, .outOfRange),
      ("attempts of one request", "64", .outOfRange),
      ("tags and sticky keys of a policy", "\(Excess.tagNamesMax)", .tooManyTags),
      ("credentials of an endpoint", "\(Excess.credentialsMax)", .tooManyCredentials),
      ("ways through a topology", "\(Excess.waysMax)", .tooManyWays),
      (
        "memory that requests share", "\(Excess.stateBytesMax >> 20) MiB a process", .tooMuchState
      ),
      ("findings shown in one run", "\(Limits.diagnosticsMax)", nil),
      ("an artifact", "\(ArtifactFormat.bytesMax >> 20) MiB", .artifactTooLarge),
    ]
    page.line("## Limits")
    page.line()
    page.table(
      ["What", "At most", "Reported as"],
      rows.map { [$0.0, $0.1, $0.2.map { "\($0.id) `\($0.name)`" } ?? "\"and N more\""] })
  }

  /// Every finding with its reason.
  static func findings(_ page: inout Markdown) {
    page.line(
      """
      ## Findings

      `policyc explain P0402` shows an example of each, and its fix.

      """)
    page.table(
      ["Code", "Name", "Why it matters"],
      Explanation.all.map { [$0.code.id, "`\($0.code.name)`", $0.why] })
  }

  /// Every reason of the runtime.
  static func reasons(_ rows: [(code: String, meaning: String)], _ page: inout Markdown) {
    page.line(
      """
      ## Reasons

      Why a request went where it went: the same codes in `policyc trace`, in the events of a service \
      and in its metrics. `policyc explain breaker-open` says one of them.

      """)
    page.table(["Code", "What it means"], rows.map { ["`\($0.code)`", $0.meaning] })
  }

  /// The names under which a service tells what it does.
  static func telemetry(_ tables: String, _ page: inout Markdown) {
    page.line(
      """
      ## Telemetry

      What a service with the trait `Telemetry` tells its loggers, metrics and tracers. The names are \
      stable, and nothing of a request stands in any of them. A request is a span `policy ROUTE`, each \
      of its attempts a span `attempt` below it.

      """)
    page.line(tables)
  }
}
