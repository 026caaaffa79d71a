import PolicyGraph
import PolicyRuntime
import PolicyVerifier

/// Small worlds in which two versions of a route are tried, the simplest first.
struct DiffWorlds {
  /// One world: who fails, how, and for how long.
  struct World {
    var endpoints: [String] = []
    var outcome = ""
    var errorClass: String?

    /// As `--given` takes it, of the endpoints that a version has.
    func given(_ known: [String]) -> String {
      endpoints.filter(known.contains).map { "\($0)=\(outcome)" }.joined(separator: ", ")
    }
  }

  private static let worldsMax = 600
  private(set) var worlds = [World()]

  init(_ plans: [(plan: Plan, route: ID<Route>)]) {
    var single: [World] = []
    var lasting: [World] = []
    var domains: [World] = []
    for (plan, route) in plans.reversed() {
      let graph = plan.graph
      let reached = Reach.all(route, in: graph).map(\.endpoint)
      for id in reached {
        let name = graph.text(graph.endpoints[id].name)
        for word in DiffWorlds.classes(id, route, graph) {
          // What is interrupted has begun.
          let outcome = word == "interrupted" ? "cut" : word
          single.append(World(endpoints: [name], outcome: "\(outcome)*1", errorClass: word))
          lasting.append(World(endpoints: [name], outcome: outcome, errorClass: word))
        }
        lasting.append(World(endpoints: [name], outcome: "slow"))
      }
      for domain in graph.domains.ids {
        let inside = reached.filter { id in
          graph.domainMembers[graph.endpoints[id].domains].contains { $0.domain == domain }
        }
        let names = inside.map { graph.text(graph.endpoints[$0].name) }
        if names.count > 1 { domains.append(World(endpoints: names, outcome: "timeout")) }
      }
      domains.append(
        World(
          endpoints: reached.map { graph.text(graph.endpoints[$0].name) }, outcome: "timeout"))
    }
    worlds = Array((worlds + single + lasting + domains).prefix(DiffWorlds.worldsMax))
  }

  /// The classes that the table of an endpoint can produce, and silence.
  private static func classes(
    _ id: ID<Endpoint>, _ route: ID<Route>, _ graph: FailoverGraph
  ) -> [String] {
    let table = graph.errorTables[graph.endpoints[id].errors ?? graph.routes[route].errors]
    var words: [String] = []
    for row in graph.errorRows[table.rows] {
      guard let errorClass = row.errorClass else { continue }
      let word = graph.text(graph.classes[errorClass].name)
      if !words.contains(word) { words.append(word) }
    }
    return words.contains("timeout") ? words : words + ["timeout"]
  }

  /// The worlds in which a request goes another way, and then those in which only its time differs.
  func witnesses(
    _ old: (plan: Plan, route: ID<Route>), _ new: (plan: Plan, route: ID<Route>)
  ) -> [DiffWitness] {
    let names = [old, new].map { side in
      side.plan.graph.endpoints.rows.map { side.plan.graph.text($0.name) }
    }
    var other: [DiffWitness] = []
    var slower: [DiffWitness] = []
    let route = new.plan.graph.text(new.plan.graph.routes[new.route].name)
    for world in worlds {
      guard let before = DiffPath(old.plan, old.route, world.given(names[0])),
        let after = DiffPath(new.plan, new.route, world.given(names[1])), before != after
      else { continue }
      let isOther = before.text != after.text
      let witness = DiffWitness(
        given: world.given(names[1]), route: route,
        before: isOther ? before.text : before.timed, after: isOther ? after.text : after.timed,
        endpoints: world.endpoints, errorClass: world.errorClass)
      if isOther { other.append(witness) } else { slower.append(witness) }
    }
    return other + slower
  }
}
