import PolicyLint
import PolicyRuntime

/// The options of all commands; the raw value is what is typed.
enum OptionName: String {
  case format = "--format"
  case deny = "--deny"
  case allow = "--allow"
  case baseline = "--baseline"
  case writeBaseline = "--write-baseline"
  case rules = "--rules"
  case fix = "--fix"
  case check = "--check"
  case diff = "--diff"
  case stdout = "--stdout"
  case route = "--route"
  case cutSets = "--cut-sets"
  case outage = "--outage"
  case given = "--given"
  case endpoint = "--endpoint"
  case status = "--status"
  case header = "--header"
  case body = "--body"
  case event = "--event"
  case transport = "--transport"
  case seed = "--seed"
  case scenario = "--scenario"
  case runs = "--runs"
  case jobs = "--jobs"
  case html = "--html"
  case against = "--against"
  case sweep = "--sweep"
  case stories = "--trace"
  case shard = "--shard"
  case merge = "--merge"
  case coverage = "--coverage"
  case minCoverage = "--min-coverage"
  case filter = "--filter"
  case mutate = "--mutate"
  case template = "--template"
  case set = "--set"
  case root = "--root"
  case output = "-o"
  case sign = "--sign"
  case revision = "--revision"
  case trusting = "--trusting"
  case color = "--color"
  case help = "--help"
  case version = "--version"
}

/// One option of some commands.
///
/// Parsing, help and completion read this one table.
struct OptionRow {
  let name: OptionName
  /// The commands that take it; nil means all, and `policyc` without a command.
  let commands: [Command]?
  /// What its value is called in help; nil if it takes none.
  let value: String?
  /// The values it may have; empty if any.
  let choices: [String]
  let doc: String

  private init(
    _ name: OptionName, _ commands: [Command]?, _ value: String? = nil, choices: [String] = [],
    doc: String
  ) {
    self.name = name
    self.commands = commands
    self.value = value
    self.choices = choices
    self.doc = doc
  }

  static let all: [OptionRow] = [
    OptionRow(
      .format, [.lint], "FORMAT",
      choices: ["text", "compact", "json", "sarif", "github", "junit"],
      doc: "output format"),
    OptionRow(
      .format, [.graph], "FORMAT", choices: ["dot", "mermaid", "json", "text"],
      doc: "output format (text: for --cut-sets)"),
    OptionRow(
      .format, [.inspect], "FORMAT", choices: ["text", "json"], doc: "output format"),
    OptionRow(
      .format, [.trace], "FORMAT", choices: ["text", "json"], doc: "output format"),
    OptionRow(
      .format, [.classify], "FORMAT", choices: ["text", "json"], doc: "output format"),
    OptionRow(
      .format, [.simulate], "FORMAT", choices: ["text", "json", "csv"],
      doc: "output format"),
    OptionRow(
      .format, [.test], "FORMAT", choices: ["text", "json", "junit"],
      doc: "output format"),
    OptionRow(
      .deny, [.lint], "WHAT",
      doc: "also exit with 1 for `warnings` or for this rule; may be repeated"),
    OptionRow(.allow, [.lint], "RULE", doc: "ignore the findings of this rule; may be repeated"),
    OptionRow(
      .format, [.diff], "FORMAT", choices: ["text", "json", "github"],
      doc: "output format"),
    OptionRow(
      .format, [.deps], "FORMAT", choices: ["text", "make", "json"], doc: "output format"),
    OptionRow(
      .deny, [.diff], "SEVERITY", choices: ["danger", "warning"],
      doc: "exit with 1 for changes of this severity or above"),
    OptionRow(.fix, [.lint], doc: "apply every unambiguous fix"),
    OptionRow(
      .baseline, [.lint], "FILE", doc: "ignore the findings recorded in FILE"),
    OptionRow(
      .writeBaseline, [.lint], doc: "record today's findings in the file of --baseline"),
    OptionRow(.rules, [.lint], doc: "list all rules; as text, or with --format json"),
    OptionRow(
      .check, [.fmt], doc: "write nothing; list files that would change, and exit with 1 if any"),
    OptionRow(.diff, [.fmt], doc: "write nothing; show what would change"),
    OptionRow(.stdout, [.fmt], doc: "write the result to standard output"),
    OptionRow(.route, [.graph], "ROUTE", doc: "only this route"),
    OptionRow(
      .cutSets, [.graph],
      doc: "no picture: list the sets of domains whose outage leaves\na route without an answer"),
    OptionRow(
      .outage, [.graph], "LABEL:NAME",
      doc: "show the policy with this domain (or endpoint:NAME) down;\nmay be repeated"),
    OptionRow(.route, [.trace], "ROUTE", doc: "the request's route (default: the only route)"),
    OptionRow(.route, [.classify], "ROUTE", doc: "the attempt's route (default: the only route)"),
    OptionRow(
      .endpoint, [.classify], "ENDPOINT",
      doc: "the endpoint, if endpoints have their own tables\n(default: the route's table)"
    ),
    OptionRow(.status, [.classify], "N", doc: "the HTTP status"),
    OptionRow(
      .header, [.classify], "'NAME: VALUE'", doc: "a header or a trailer; may be repeated"),
    OptionRow(
      .body, [.classify], "TEXT", doc: "the body; @FILE reads a file, @- standard input"),
    OptionRow(
      .event, [.classify], "TEXT", doc: "one event of a stream instead of a body, as with --body"),
    OptionRow(
      .transport, [.classify], "WORD",
      doc: "a failure below HTTP: timeout, refused, …"),
    OptionRow(
      .given, [.trace], "OUTCOMES", doc: "outcomes, as NAME=OUTCOME; may be repeated"),
    OptionRow(.seed, [.trace], "N", doc: "the seed of random choices (default: 1)"),
    OptionRow(
      .scenario, [.simulate], "NAME", doc: "only this scenario; may be repeated (default: all)"),
    OptionRow(
      .seed, [.simulate, .test], "N",
      doc: "the seed of the first run (default: the scenario's, else 1)"),
    OptionRow(
      .runs, [.simulate], "N",
      doc: "the number of runs, each with its own seed (default: the\n"
        + "scenario's `runs`)"),
    OptionRow(
      .jobs, [.simulate, .test], "N", doc: "the number of threads (default: one per core)"),
    OptionRow(.html, [.simulate], "FILE", doc: "also write an HTML page"),
    OptionRow(
      .against, [.simulate], "OTHER", doc: "also simulate this policy, on the same traffic"),
    OptionRow(
      .sweep, [.simulate], "NAME=A,B,C", doc: "simulate once for each value of this `let`"),
    OptionRow(
      .stories, [.simulate], "N", doc: "show the first N requests decision by decision"),
    OptionRow(
      .shard, [.simulate], "I/N", doc: "only every Nth run, starting with the Ith; for --merge"),
    OptionRow(
      .coverage, [.test], doc: "list every path through the policy and how often requests took it"),
    OptionRow(
      .minCoverage, [.test], "SHARE", doc: "exit with 1 if coverage is lower, as in 80%"),
    OptionRow(
      .filter, [.test], "TEXT",
      doc: "only scenarios and expectations whose name contains this;\n* and ? make a pattern"),
    OptionRow(
      .mutate, [.test], doc: "change one thing of the policy at a time and report what notices"),
    OptionRow(.merge, [.simulate], doc: "merge the parts written by --shard"),
    OptionRow(
      .template, [.initialise], "NAME", choices: ["chat", "orders", "payments", "regions"],
      doc: "the starting point: LLM providers, an exchange,\ncard payments, or regions of a service"
    ),
    OptionRow(
      .set, [.lint, .graph, .simulate, .test, .trace, .classify, .diff, .compile, .deps],
      "NAME=VALUE",
      doc: "the value of a `let`; may be repeated"),
    OptionRow(
      .root, [.lint, .graph, .simulate, .test, .trace, .classify, .diff, .compile, .deps], "FOLDER",
      doc: "the folder that imports must stay in (default: the file's)"),
    OptionRow(.output, [.graph, .compile, .initialise], "FILE", doc: "where to write the result"),
    OptionRow(
      .sign, [.compile], "KEY", doc: "sign the artifact with this Ed25519 private key (PEM)"),
    OptionRow(
      .revision, [.compile], "N",
      doc:
        "the policy's revision; services can refuse lower ones\n(default: none)"),
    OptionRow(
      .trusting, [.inspect], "KEY",
      doc: "exit with 1 unless this Ed25519 public key (PEM) signed it;\nmay be repeated"),
    OptionRow(
      .color, nil, "WHEN", choices: ["auto", "always", "never"],
      doc: "colour messages (default: auto, on a terminal unless NO_COLOR\nis set)"),
    OptionRow(.help, nil, doc: "show this help"),
    OptionRow(.version, nil, doc: "show the version"),
  ]

  /// What a shell offers for its value: the choices, or names that are too many for the help.
  var offers: [String] {
    if !choices.isEmpty { return choices }
    return switch name {
    case .deny: [Denials.warnings] + RulePages.ids
    case .allow: RulePages.ids
    case .transport: Evidence.transportWords
    default: []  // whatever the user likes
    }
  }

  /// True if `command`, or `policyc` alone, takes the option.
  func belongs(to command: Command?) -> Bool {
    guard let commands else { return true }
    return command.map(commands.contains) ?? false
  }

  /// The rows that `command`, or `policyc` alone, takes.
  static func rows(of command: Command?) -> [OptionRow] { all.filter { $0.belongs(to: command) } }
}
