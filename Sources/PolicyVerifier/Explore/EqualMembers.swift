import PolicyGraph
import PolicyRuntime

/// Which endpoints of a route may be taken for each other.
///
/// Such endpoints are members of one active-active group, nothing else leads to them, and they are
/// alike in everything that the interpreter or the adversary looks at: rules, tables, times,
/// breakers, features, keys, and what they share with others. Names and places are left out, so
/// states in which two of them are swapped go on alike.
struct EqualMembers {
  /// By position in the layout: equal for endpoints that may be taken for each other.
  private let prints: [Fingerprint]

  /// What an endpoint may say without being told apart by it.
  ///
  /// It decides nothing, or it is looked at by itself. Whatever else a row may come to hold tells
  /// endpoints apart.
  private static let leftOut = [
    "doc", "url", "credentials", "domains", "attributes", "limits", "connect-timeout",
    "idle-timeout", "probe", "serves", "availability", "latency", "capacity",
  ]

  init(_ graph: FailoverGraph, _ paths: RoutePaths, _ layout: ExploreLayout) {
    let places = Places(graph, paths)
    let compared = Set(graph.responses.rows.compactMap(\.same)).sorted { $0.raw < $1.raw }
    let text = RowText(graph)
    var texts: [String: UInt64] = [:]
    prints = layout.endpoints.enumerated().map { i, id in
      var print = layout.likeness[i]
      let row = graph.endpoints[id]
      let said = text.content(id, without: EqualMembers.leftOut)
      let number = texts[said] ?? UInt64(texts.count)
      texts[said] = number
      print.add(number)
      print.add(graph.slowAnswer(of: id).ns)
      for served in graph.servedValues[row.serves] {
        print.add(UInt64(served.tag.raw) << 32 | UInt64(served.value.raw))
      }
      if let label = row.idempotencyKey.flatMap({ graph.idempotencyKeys[$0].sharedBy }) {
        print.add(UInt64(graph.domain(label, of: id)?.raw ?? .max))
      }
      for member in graph.domainMembers[row.domains]
      where compared.contains(graph.domains[member.domain].label) {
        print.add(UInt64(member.domain.raw))
      }
      if let place = places.only(of: id) {
        print.add(UInt64(place.group.raw))
        print.add(UInt64(place.weight))
      } else {
        print.add(UInt64(id.raw) | 1 << 40)
      }
      return print
    }
  }

  /// By position in the layout, a number that those share which may be taken for each other if some
  /// are marked and others are not: the position of the first of them.
  func kinds(_ marks: [UInt64]) -> [Int] {
    var first: [Fingerprint: Int] = [:]
    return prints.enumerated().map { i, print in
      var print = print
      print.add(marks[i])
      if let known = first[print] { return known }
      first[print] = i
      return i
    }
  }
}

/// What leads to each endpoint of a route.
private struct Places {
  struct Place {
    var group: ID<Group>
    var weight: UInt32
  }

  private var places: [ID<Endpoint>: Place] = [:]
  /// Endpoints that more than one thing leads to, or something else than an active-active group.
  private var others: Set<ID<Endpoint>> = []

  init(_ graph: FailoverGraph, _ paths: RoutePaths) {
    let named =
      graph.routes.rows.map { Optional($0.target) } + graph.arms.rows.map(\.target)
      + graph.responses.rows.map(\.target) + graph.steps.rows.map(\.target)
    for case .endpoint(let id)? in named { others.insert(id) }
    for rule in graph.rules.rows { if let id = rule.reconcileAt { others.insert(id) } }
    for group in paths.groups {
      let row = graph.groups[group]
      // Ejections go in the order of members.
      let isPlain = row.kind == .activeActive && row.ejectMax == nil
      for member in graph.members[row.members] {
        guard case .endpoint(let id) = member.target else { continue }
        if !isPlain || places[id] != nil { others.insert(id) }
        places[id] = Place(group: group, weight: member.weight)
      }
    }
  }

  /// The one active-active group that an endpoint is a member of; nil if something else leads to
  /// it.
  func only(of endpoint: ID<Endpoint>) -> Place? {
    others.contains(endpoint) ? nil : places[endpoint]
  }
}
