import PolicyGraph
import PolicyLanguage

extension LintRule {
  static let connectTimeoutMissing = LintRule(
    "connect-timeout-missing", .timing, "No connect timeout",
    why: """
      A host that is gone does not answer at all, and a connection takes milliseconds or never \
      succeeds. Without a connect timeout each request waits as long as a slow answer may take \
      before it fails over.
      """,
    bad: """
      endpoint a { url "https://a.example.com"; timeout attempt: 8s }
      endpoint b { url "https://b.example.com"; timeout connect: 1s, attempt: 8s }
      active-passive both { member a; member b; failback after: 60s }
      breaker steady { trip consecutive: 5; cooldown 10s }
      retry usual { attempts 2; on rejected { fail }; otherwise { failover } }
      route lookup {
        to both; effect read; deadline 20s; retry usual; breaker steady; degrade none
      }
      """,
    fix: ("timeout attempt: 8s", "timeout connect: 1s, attempt: 8s"), fixable: true
  ) { linted in
    let found = linted.eachEndpoint { reached, route in
      // Who has nowhere else to go gains nothing from knowing sooner.
      reached.endpoints.count > 1 && route.retry.map(linted.failsOverConnection) ?? false
    } _: { id, endpoint, reached, route -> (ID<Endpoint>, Tick, ID<Route>)? in
      let wait = linted.policy.unanswered(endpoint, route)
      guard endpoint.connectTimeout == nil, wait >= .s(2) else { return nil }
      return (id, wait, reached.route)
    }
    var files: [FileID] = []
    for (id, _, _) in found {
      let file = linted.place(.endpoint(id)).file
      if !files.contains(file) { files.append(file) }
    }
    return files.compactMap { file in
      let here = found.filter { linted.place(.endpoint($0.0)).file == file }
      guard let (id, _, route) = here.first, let wait = here.map(\.1).max() else { return nil }
      let names = linted.listed(here.map(\.0))
      return Finding(
        here.count == 1
          ? "a connection to \(names) that is never established costs \(wait.spelling)"
          : "connections to \(names) that are never established cost up to \(wait.spelling) each",
        at: linted.place(.endpoint(id), .timeout), of: .endpoint(id),
        related: [linted.related("the route that then fails over", .route(route), .to)],
        notes: [
          "`timeout connect: 1s` is long for a connection and short for a person; in `defaults` it applies to the whole file"
        ],
        fix: linted.defaultConnectTimeout(file))
    }
  }
}

extension LintedPolicy {
  /// Puts a timeout for connections into the `defaults` of a file.
  fileprivate func defaultConnectTimeout(_ file: FileID) -> Diagnostic.Fix? {
    // No endpoint that would have it from there may have less time in all.
    let shortest = graph.endpoints.ids.filter {
      place(.endpoint($0)).file == file && graph.endpoints[$0].connectTimeout == nil
    }.map { graph.endpoints[$0].attemptTimeout }.min()
    let value = min(shortest ?? .s(1), .s(1)).spelling
    let title = "set `timeout connect: \(value)` in `defaults`"
    let tree = policy.tree(file)
    let statements = tree.children(0).filter { tree.nodes[$0].kind == .statement }
    func word(_ node: Int) -> String { tree.source.text(tree.headRange(node)) }
    guard let defaults = statements.first(where: { word($0) == "defaults" }) else {
      return statements.first { word($0) == "language" }.map {
        addition("defaults { timeout connect: \(value) }", behind: (file, $0), title)
      }
    }
    guard let block = tree.children(defaults).last(where: { tree.nodes[$0].kind == .block }) else {
      return nil
    }
    let inner = tree.children(block).filter { tree.nodes[$0].kind == .statement }
    if let timeout = inner.first(where: { word($0) == "timeout" }) {
      return labelled((file, timeout), "connect", value, title)
    }
    return inner.last.map { addition("timeout connect: \(value)", behind: (file, $0), title) }
  }
}
