import PolicyGraph
import PolicyLanguage

/// A policy as rules see it: the graph, where things stand, and what several rules ask for.
struct LintedPolicy {
  /// The policy.
  let policy: CheckedPolicy
  /// What it means.
  let graph: FailoverGraph
  /// What each route reaches, in the order of the routes.
  let reached: [CheckedPolicy.Reached]
  /// The day on which the rules are run; nil if nobody said so.
  let today: CivilDate?
  /// What is wrong with the file of requests of each stream of traffic; empty: nobody knows.
  var requestFiles: [[String]] = []
  /// Every `allow`, and what came of it so far.
  var allowances: [Allowed]

  /// An `allow`, and whether a finding met it.
  struct Allowed {
    let allowance: Allowance
    var isUsed = false
  }

  init(_ policy: CheckedPolicy, today: CivilDate?) {
    self.policy = policy.indexed()
    graph = policy.graph
    reached = policy.reach()
    self.today = today
    allowances = policy.allowances.map { Allowed(allowance: $0) }
  }

  /// A name in backticks.
  func quoted(_ name: Name) -> String { "`\(graph.text(name))`" }

  /// The name of a target, in backticks.
  func quoted(_ target: Target) -> String {
    switch target {
    case .endpoint(let id): quoted(graph.endpoints[id].name)
    case .group(let id): quoted(graph.groups[id].name)
    }
  }

  /// Where a declaration begins, or where one of its keywords is stated.
  func place(_ declared: Declared, _ keyword: PolicyLanguage.Word? = nil) -> Place {
    keyword.map { policy.place(of: declared, $0) } ?? policy.place(of: declared)
  }

  /// Points at a declaration, or at one of its keywords.
  func related(
    _ message: String, _ declared: Declared, _ keyword: PolicyLanguage.Word? = nil
  ) -> Diagnostic.Related {
    Diagnostic.Related(message, place(declared, keyword))
  }
}
