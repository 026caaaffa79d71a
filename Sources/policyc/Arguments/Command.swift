/// The subcommands of `policyc`; the raw value is what a user types.
enum Command: String, CaseIterable {
  case lint, fmt, graph, simulate, test, trace, classify, diff, compile, inspect, deps, explain
  case initialise = "init"
  case completions, lsp

  /// One row of the list that `--help` shows.
  struct Row {
    /// What it does, in the imperative.
    let summary: String
    /// What stands after the options, as shown in the usage line.
    let operands: String
    /// What its help says besides, in whole sentences; one line each.
    let details: [String]
    /// Command lines that do something useful.
    let examples: [String]
  }

  var row: Row {
    switch self {
    case .lint:
      Row(
        summary: "Check policies", operands: "FILES…",
        details: [
          "Each file is compiled as its own program, with its imports. Policies that compile are then",
          "linted; mark an intended finding with `allow RULE, because: \"…\"` in the block or the file.",
          "--baseline accepts the findings that a repository has today and reports new ones.",
          "Findings go to standard error, or to standard output with a --format other than text.",
        ],
        examples: [
          "policyc lint examples", "policyc lint --format github --deny warnings .",
          "policyc lint --fix chat.policy", "policyc lint - < chat.policy",
          "policyc lint --deny no-jitter --allow budget-generous chat.policy",
          "policyc lint --baseline lint.json --write-baseline .", "policyc lint --rules",
        ])
    case .fmt:
      Row(
        summary: "Format policies", operands: "FILES…",
        details: [
          "Rewrites files in place and keeps comments; `-` reads standard input and writes standard",
          "output. A file that does not parse is left unchanged.",
        ],
        examples: [
          "policyc fmt .", "policyc fmt --check examples", "policyc fmt --diff chat.policy",
        ])
    case .graph:
      Row(
        summary: "Draw the policy graph, or what an outage leaves of it", operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc.",
          "--outage greys out what is down and frames what takes over. --cut-sets lists the smallest",
          "sets of fault domains whose outage ends the full answers of a route, and those that end",
          "every answer. Single points of failure come first. Each endpoint is also its own domain.",
        ],
        examples: [
          "policyc graph chat.policy | dot -Tsvg > chat.svg",
          "policyc graph --format mermaid --route chat chat.policy",
          "policyc graph --outage region:us-east chat.policy | dot -Tsvg > outage.svg",
          "policyc graph --cut-sets chat.policy",
        ])
    case .simulate:
      Row(
        summary: "Run scenarios on virtual time: see the outage before it happens",
        operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc; with --merge, the JSON that --shard wrote. The same",
          "seed gives the same bytes for any --jobs and any number of shards.",
          "Exits with 1 if an expectation fails or the simulation is interrupted; an interrupted run",
          "shows what it has within 400ms, marked as partial. Expectations are checked on the merged",
          "result, not on a single shard.",
        ],
        examples: [
          "policyc simulate --html outage.html chat.policy",
          "policyc simulate --scenario azure-outage --runs 100 --against old.policy new.policy",
          "policyc simulate --sweep tries=2,3,4 --format csv chat.policy",
          "policyc simulate --runs 1000 --shard 1/8 --format json chat.policy > part1.json",
          "policyc simulate --merge part*.json",
        ])
    case .test:
      Row(
        summary: "Prove guarantees and check the expectations of scenarios",
        operands: "FILES…",
        details: [
          "Runs every scenario as often as it says and checks each `expect` over its runs; one that no",
          "request tested fails as vacuous. Exits with 1 if anything fails, or if coverage is below",
          "--min-coverage; a policy without scenarios is not a failure.",
          "--mutate removes one statement or weakens one number at a time and reports what notices:",
          "the compiler, an expectation, a guarantee, or nothing. It does not change the exit code.",
        ],
        examples: [
          "policyc test examples", "policyc test --format junit --min-coverage 80% . > tests.xml",
          "policyc test --filter 'outage*' chat.policy", "policyc test --mutate chat.policy",
        ])
    case .trace:
      Row(
        summary: "Follow one request step by step: why did it fail over?",
        operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc. --given sets outcomes as",
          "NAME=OUTCOME, separated by commas; other endpoints answer at their p50 (default 100ms).",
          "An endpoint's OUTCOME is a class of errors, ok, slow (its p99), cut (in mid-answer) or",
          "isolated; timeout means silence. `:5s` adds the far end's hint (`:never` forbids), `@2s`",
          "when it comes, `*2` for how many attempts; `/` separates successive attempts.",
          "cache, call or a handler's name: served, unavailable or silent. reconcile: landed,",
          "cannot-land or unknown. size, priority, delivery and the policy's tags describe the request.",
        ],
        examples: [
          "policyc trace --route chat --given 'azure-east=overloaded, anthropic=timeout' chat.policy",
          "policyc trace --given 'a=rate-limited:5s/ok, cache=hit' --format json chat.policyc",
        ])
    case .classify:
      Row(
        summary: "Classify an answer or a failure, and show the deciding row",
        operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc. Describe what the client received with --status,",
          "--header, --body, --event and --transport. The output names the class, the deciding row and",
          "its place, later rows that match as well, the far end's hint about when to come back, and",
          "the route's response. It never repeats header values or body contents.",
        ],
        examples: [
          "policyc classify --route chat --status 429 --header 'retry-after: 3' chat.policy",
          "policyc classify --route chat --status 400 --body @answer.json chat.policy",
          "policyc classify --event 'data: {\"error\": {\"code\": \"busy\"}}' chat.policy",
          "policyc classify --transport timeout --format json chat.policyc",
        ])
    case .diff:
      Row(
        summary: "Show what changes in behaviour between two versions",
        operands: "OLD NEW",
        details: [
          "OLD and NEW are policies or compiled .policyc; `-` is standard input, with imports from the",
          "current folder. Two folders are compared policy by policy, so a changed import shows up in",
          "every policy that imports it; new, deleted and renamed policies are listed.",
          "Routes are matched by name. Each change has a severity (danger, warning, note) and, where",
          "one request shows it, that request's path in both versions. Exits with 0 unless --deny is",
          "given.",
        ],
        examples: [
          "policyc diff old.policy new.policy",
          "git show main:chat.policy | policyc diff --deny danger - chat.policy",
          "policyc diff --format github base/policies policies > comment.md",
        ])
    case .compile:
      Row(
        summary: "Write the artifact that services load", operands: "FILE",
        details: [
          "Without -o the artifact goes to the current folder, named after the policy.",
          "The same policy gives the same bytes on every machine. `openssl genpkey -algorithm ed25519`",
          "makes a key for --sign, which needs a policyc that was built with `--traits Signing`.",
        ],
        examples: [
          "policyc compile -o chat.policyc chat.policy",
          "policyc compile --set budget=30% chat.policy",
          "policyc compile --revision 42 --sign release.pem chat.policy",
        ])
    case .inspect:
      Row(
        summary: "Show what an artifact holds", operands: "FILE.policyc", details: [],
        examples: [
          "policyc inspect chat.policyc", "policyc inspect --format json chat.policyc",
          "policyc inspect --trusting release.pub chat.policyc",
        ])
    case .deps:
      Row(
        summary: "List the files that a policy consists of, for build systems", operands: "FILE",
        details: [
          "The policy, its imports, and the request files of its scenarios.",
          "--format make writes a rule for the artifact that `policyc compile` writes by default.",
        ],
        examples: [
          "policyc deps chat.policy", "policyc deps --format make chat.policy > chat.d",
        ])
    case .explain:
      Row(
        summary: "Explain a diagnostic, a lint rule, a word of the language or a reason",
        operands: "CODE, RULE or WORD [LABEL]",
        details: ["Without an operand, it lists everything that it can explain."],
        examples: [
          "policyc explain P0301", "policyc explain no-jitter", "policyc explain timeout attempt",
          "policyc explain breaker-open",
        ])
    case .initialise:
      Row(
        summary: "Write a starter policy", operands: "",
        details: ["Never overwrites an existing file."],
        examples: ["policyc init", "policyc init --template orders -o venues.policy"])
    case .completions:
      Row(
        summary: "Print a shell completion script", operands: "SHELL",
        details: ["SHELL is bash, zsh or fish."],
        examples: [
          "source <(policyc completions bash)",
          "policyc completions zsh > \"${fpath[1]}/_policyc\"",
          "policyc completions fish > ~/.config/fish/completions/policyc.fish",
        ])
    case .lsp:
      Row(
        summary: "Serve editors: the Language Server Protocol on standard input and output",
        operands: "",
        details: [
          "Editors start it; `examples/editors` has settings for several. It shows the findings of",
          "`lint` as you type, and offers fixes, explanations, completion and the layout of `fmt`.",
        ],
        examples: ["policyc lsp"])
    }
  }
}
