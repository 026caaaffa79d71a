import PolicyGraph

/// The minimal cut sets of a route, as they compare with those of another version.
struct OutageSets {
  /// A set: what it takes out, and how it is called.
  struct Entry {
    var way: String
    var keys: Set<String>
    var name: String
  }

  let level: CutSets.Level
  private(set) var entries: [Entry] = []

  init(_ level: CutSets.Level, _ tree: FaultTree) {
    self.level = level
    let graph = tree.graph
    for way in tree.cutSets(level: level).ways {
      let arms = graph.conditions(way.tags, way.arms).joined(separator: ", ")
      switch way.answer {
      case .nothing, .tooLarge: break
      case .already: entries.append(Entry(way: arms, keys: [], name: "nothing at all"))
      case .sets(let sets, _):
        for set in sets {
          let keys = set.elements.map { element in
            element.endpoints.map { graph.text(graph.endpoints[$0].name) }.sorted()
              .joined(separator: " ")
          }
          let names = set.elements.map { OutageSets.name($0.source, graph) }
          entries.append(
            Entry(way: arms, keys: Set(keys), name: names.joined(separator: " + ")))
        }
      }
    }
  }

  private static func name(_ source: FaultSource, _ graph: FailoverGraph) -> String {
    switch source {
    case .domain(let id):
      "\(graph.text(graph.domains[id].label)) \(graph.text(graph.domains[id].name))"
    case .endpoint(let id): "endpoint \(graph.text(graph.endpoints[id].name))"
    }
  }

  /// What breaks the route here, and did not there.
  func gained(over other: OutageSets) -> [Entry] {
    entries.filter { entry in
      !other.entries.contains { $0.way == entry.way && $0.keys.isSubset(of: entry.keys) }
    }
  }

  /// The changes between two versions.
  static func changes(from old: OutageSets, to new: OutageSets, route: String) -> [PolicyChange] {
    let what = new.level == .full ? "full answers" : "every answer"
    let (gained, lost) = (new.gained(over: old), old.gained(over: new))
    var changes: [PolicyChange] = []
    for (list, isNew) in [(gained, true), (lost, false)] {
      for entry in list where entry.keys.count <= 1 {
        changes.append(
          change(
            .singlePoint, isNew, route, entry.name,
            isNew
              ? "the outage of \(entry.place) ends \(what): a new single point of failure"
              : "the outage of \(entry.place) alone no longer ends \(what)"))
      }
      let rest = list.filter { $0.keys.count > 1 }
      guard let first = rest.first else { continue }
      let more = rest.count > 1 ? " (and \(rest.count - 1) more sets)" : ""
      changes.append(
        change(
          .cutSet, isNew, route, first.name,
          isNew
            ? "\(first.place) together end \(what) now\(more)"
            : "\(first.place) together no longer end \(what)\(more)"))
    }
    return changes
  }

  private static func change(
    _ kind: ChangeKind, _ isNew: Bool, _ route: String, _ name: String, _ sentence: String
  ) -> PolicyChange {
    PolicyChange(
      severity: isNew ? kind.weights.added : kind.weights.removed, kind: kind, route: route,
      sentence: sentence, before: isNew ? nil : name, after: isNew ? name : nil)
  }
}

extension OutageSets.Entry {
  /// What is out, and for which requests.
  fileprivate var place: String { way.isEmpty ? name : "\(name) (\(way))" }
}
