/// What `policyc` can be asked to do; the raw value is what is typed.
enum Command: String, CaseIterable {
  case lint, fmt, graph, simulate, test, trace, classify, diff, compile, inspect, deps, explain
  case initialise = "init"
  case completions

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
          "Every file named is a program of its own, with the files that it imports. What compiles is",
          "looked through by lint rules; where a finding is meant, `allow RULE, because: \"…\"` in the",
          "block or in the file says so. With --baseline an old repository begins with what it has.",
          "Findings go to standard error; with a --format other than text they are the result and go",
          "to standard output.",
        ],
        examples: [
          "policyc lint examples", "policyc lint --format github --deny warnings .",
          "policyc lint --fix chat.policy", "policyc lint - < chat.policy",
          "policyc lint --deny no-jitter --allow budget-generous chat.policy",
          "policyc lint --baseline lint.json --write-baseline .", "policyc lint --rules",
        ])
    case .fmt:
      Row(
        summary: "Lay policies out canonically", operands: "FILES…",
        details: [
          "Files are rewritten in place, comments kept; `-` reads standard input and writes standard",
          "output. A file that cannot be parsed is left as it is.",
        ],
        examples: [
          "policyc fmt .", "policyc fmt --check examples", "policyc fmt --diff chat.policy",
        ])
    case .graph:
      Row(
        summary: "Draw the policy graph, or what an outage leaves of it", operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc.",
          "With --outage what is out is grey, what is left keeps its colour, and what takes over is",
          "framed. --cut-sets lists the smallest sets of fault domains whose outage ends the full",
          "answers of a route, and those that end every answer; a domain that is enough by itself, a",
          "single point of failure, comes first. An endpoint is a domain of its own.",
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
          "FILE is a policy or a compiled .policyc; with --merge, the JSON of parts. The same seed",
          "gives the same bytes, whatever --jobs is, and in parts as in one piece.",
          "Exits with 1 if an expectation does not hold, and if the simulation was interrupted: what",
          "can be shown within 400ms is shown then, and marked as partial. A part of --shard is not",
          "judged, but the merged whole.",
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
        summary: "Hold policies to what they expect of themselves",
        operands: "FILES…",
        details: [
          "Every scenario is run as often as it says, and every `expect` is judged over its runs; one",
          "that nothing put to the test fails as vacuous. Exits with 1 if anything does not hold, or",
          "if less is covered than --min-coverage asks for; a policy without a scenario is no failure.",
          "--mutate takes one thing from the policy, or weakens one number, and looks who notices: the",
          "compiler, an expectation that held before, a guarantee that was proved, or nobody. What it",
          "finds changes no exit code.",
        ],
        examples: [
          "policyc test examples", "policyc test --format junit --min-coverage 80% . > tests.xml",
          "policyc test --filter 'outage*' chat.policy", "policyc test --mutate chat.policy",
        ])
    case .trace:
      Row(
        summary: "Tell one request step by step: why did it fail over?",
        operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc. --given says what befalls the request, as",
          "NAME=OUTCOME, separated by commas; who is not named answers in its p50 (else 100ms).",
          "An endpoint's OUTCOME is a class of errors, ok, slow (its p99), cut (in mid-answer) or",
          "isolated; timeout means silence. `:5s` adds the far end's hint (`:never` forbids), `@2s`",
          "when it comes, `*2` for how many attempts; `/` separates successive attempts.",
          "cache, call or a handler's name: served, unavailable or silent. reconcile: landed,",
          "cannot-land or unknown. size, priority, delivery and the policy's tags say what the request is.",
        ],
        examples: [
          "policyc trace --route chat --given 'azure-east=overloaded, anthropic=timeout' chat.policy",
          "policyc trace --given 'a=rate-limited:5s/ok, cache=hit' --format json chat.policyc",
        ])
    case .classify:
      Row(
        summary: "Say what an answer or a failure is, and which row decides",
        operands: "FILE",
        details: [
          "FILE is a policy or a compiled .policyc. What a client has in hand is given by --status,",
          "--header, --body, --event and --transport; what is not given is not known. Shown are the",
          "class, the row that decides with its place, rows behind it that match as well, what the far",
          "end says about coming back, and what the route does then. Values of headers and what stands",
          "in a body are never repeated.",
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
          "current folder. Two folders are compared policy by policy, so that a changed import is a",
          "change of every policy that imports it; new, deleted and renamed policies are listed.",
          "Routes are matched by their names. Every change has a severity (danger, warning, note), and",
          "where one request shows it, what happens to that request in both. Exits with 0 whatever",
          "changes, unless --deny says otherwise.",
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
          "Without -o the artifact is put into the current folder, under the name of the policy.",
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
        summary: "List the files that a policy is made of, for build systems", operands: "FILE",
        details: [
          "The policy itself, all that it imports, and the files of requests of its scenarios.",
          "--format make writes a rule for the artifact that `policyc compile` writes by default.",
        ],
        examples: [
          "policyc deps chat.policy", "policyc deps --format make chat.policy > chat.d",
        ])
    case .explain:
      Row(
        summary: "Explain a diagnostic, a lint rule, a word of the language or a reason",
        operands: "CODE, RULE or WORD [LABEL]",
        details: ["Without one, all that can be explained is listed."],
        examples: [
          "policyc explain P0301", "policyc explain no-jitter", "policyc explain timeout attempt",
          "policyc explain breaker-open",
        ])
    case .initialise:
      Row(
        summary: "Begin a policy", operands: "",
        details: ["A file that exists is never overwritten."],
        examples: ["policyc init", "policyc init --template orders -o venues.policy"])
    case .completions:
      Row(
        summary: "Print the completion script of a shell", operands: "SHELL",
        details: ["SHELL is bash, zsh or fish."],
        examples: [
          "source <(policyc completions bash)",
          "policyc completions zsh > \"${fpath[1]}/_policyc\"",
          "policyc completions fish > ~/.config/fish/completions/policyc.fish",
        ])
    }
  }

  /// Words that other versions know as commands, so that a newcomer is not left to guess.
  static let elsewhere = ["lsp"]
}
