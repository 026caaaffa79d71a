import PolicyGraph
import PolicyVerifier

extension CutSetReport {
  /// The report for a person: single points of failure first.
  func write(to page: inout TextPage) {
    page.row("route \(routeName)", .strong)
    if let limit = full.limit {
      return page.row("not known: \(limit.description)", .bad, indent: 2)
    }
    let isOne = full.ways.count == 1
    for (way, lower) in zip(full.ways, degraded.ways) {
      let indent = isOne ? "  " : "    "
      if !isOne { page.row(condition(of: way), .strong, indent: 2) }
      write("a full answer", way, indent, &page)
      write("any answer", lower, indent, &page)
    }
  }

  /// `when plan is paid or gold`; the arm for all others says so itself.
  private func condition(of way: CutSets.Way) -> String {
    let arms = way.arms.map { arm in
      let condition = graph.condition(of: arm)
      return graph.arms[arm].kind == .otherwise ? condition : "when \(condition)"
    }
    return (graph.conditions(way.tags, []).map { "when \($0)" } + arms).joined(separator: ", ")
  }

  private func write(
    _ what: String, _ way: CutSets.Way, _ indent: String, _ page: inout TextPage
  ) {
    switch way.answer {
    case .nothing:
      page.row(indent + "\(what): whatever is down, because the ladder serves a text", .good)
    case .already: page.row(indent + "\(what): no endpoint can give it", .bad)
    case .tooLarge(let limit):
      page.row(indent + "\(what): not known: \(limit.description)", .bad)
    case .sets(let sets, let more):
      let names = way.endpoints.map { name($0) }
      let shown = names.prefix(8).joined(separator: ", ")
      let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
      page.row(indent + "\(what) comes from \(shown)\(rest), until these are out:")
      let width = sets.map { lead($0).utf8.count }.max() ?? 0
      for set in sets { write(set, indent, width, &page) }
      guard more > 0, let last = sets.last else { return }
      let size = TestWords.count(last.elements.count, "outage")
      let count = more == .max ? "countless" : "\(more)"
      page.row(indent + "  and \(count) more sets, of \(size) or more each")
    }
  }

  private func write(
    _ set: CutSet, _ indent: String, _ width: Int, _ page: inout TextPage
  ) {
    let lead = lead(set)
    let padding = String(repeating: " ", count: width - lead.utf8.count + 2)
    let names = set.elements.map { name($0.source) }.joined(separator: " + ")
    page.row(
      indent + "  \(lead)\(padding)\(names)", set.isSinglePoint ? .bad : .plain)
  }

  private func lead(_ set: CutSet) -> String {
    set.isSinglePoint ? "SINGLE POINT" : "\(set.elements.count) together"
  }
}
