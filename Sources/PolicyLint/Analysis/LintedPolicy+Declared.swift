import PolicyGraph
import PolicyLanguage

// What a place of the text belongs to.

extension LintedPolicy {
  /// The declaration whose block a place lies in.
  func declared(at place: Place) -> Declared? {
    everyDeclared.first { declared in
      guard let found = policy.node(of: declared), found.file == place.file else { return false }
      let range = policy.tree(found.file).range(found.node)
      return range.start <= place.range.start && place.range.end <= range.end
    }
  }

  /// Every declaration that a finding may be about.
  private var everyDeclared: [Declared] {
    graph.endpoints.ids.map { .endpoint($0) } + graph.groups.ids.map { .group($0) }
      + graph.errorTables.ids.map { .errors($0) } + graph.backoffs.ids.map { .backoff($0) }
      + graph.breakers.ids.map { .breaker($0) } + graph.retries.ids.map { .retry($0) }
      + graph.ladders.ids.map { .ladder($0) } + graph.routes.ids.map { .route($0) }
      + graph.scenarios.ids.map { .scenario($0) }
  }
}
