/// One arrow of a picture, whatever draws it.
struct GraphEdge {
  /// What an arrow says.
  enum Kind: Equatable {
    /// A route leads to its target.
    case enter
    /// A group leads to a member; the label has the weight or the condition.
    case member
    /// After a failure, the next tier.
    case failover
    /// A second attempt beside the first.
    case hedge
    /// Rules lead elsewhere.
    case reroute
    /// Nothing is left but the ladder.
    case degrade
    /// The next step of a ladder.
    case step
    /// A step that asks an endpoint.
    case use

    /// The name in JSON.
    var word: StaticString {
      switch self {
      case .enter: "enter"
      case .member: "member"
      case .failover: "failover"
      case .hedge: "hedge"
      case .reroute: "reroute"
      case .degrade: "degrade"
      case .step: "step"
      case .use: "use"
      }
    }
  }

  /// What an arrow joins.
  enum End: Equatable {
    case route(ID<Route>)
    case target(Target)
    case retry(ID<Retry>)
    case ladder(ID<Ladder>)
    case step(ID<Step>)
    /// The request fails.
    case failure
  }

  var from: End
  var to: End
  var kind: Kind
  /// What is written beside it, line by line.
  var label: [ByteText] = []
  /// The position among its like, from 1.
  var order: Int?
  var weight: UInt32?
  /// The group whose tiers or members it joins.
  var group: ID<Group>?

  /// The group whose child one of its ends is, and which of its children; nil for other arrows.
  func place(exit: Bool) -> (group: ID<Group>, place: Int)? {
    guard let group, let order else { return nil }
    return (group, exit ? order - 2 : order - 1)
  }
}

extension GraphView {
  /// Every arrow of the picture, in the order of the routes, groups, rules and ladders.
  var edges: [GraphEdge] {
    var edges: [GraphEdge] = []
    for id in routes { addRoute(id, to: &edges) }
    for id in groups { addGroup(id, to: &edges) }
    for id in retries.ids { addReroutes(id, to: &edges) }
    for id in ladders.ids { addLadder(id, to: &edges) }
    return edges
  }

  private func addRoute(_ id: ID<Route>, to edges: inout [GraphEdge]) {
    let route = graph.routes[id]
    edges.append(GraphEdge(from: .route(id), to: .target(route.target), kind: .enter))
    if let hedge = route.hedge, let second = secondCandidate(of: route.target) {
      edges.append(
        GraphEdge(
          from: .route(id), to: .target(second), kind: .hedge,
          label: [Phrase(graph).hedge(graph.hedges[hedge])]))
    }
    var label = [ByteText { $0.append("nothing left") }]
    if let retry = route.retry {
      label += lines(of: retry) { $0 == .degrade }
    }
    edges.append(
      GraphEdge(
        from: .target(route.target), to: route.ladder.map { .ladder($0) } ?? .failure,
        kind: .degrade, label: label))
  }

  /// The tiers of a group that is ordered, else the members with what they get.
  private func addGroup(_ id: ID<Group>, to edges: inout [GraphEdge]) {
    let group = graph.groups[id]
    let phrase = Phrase(graph)
    switch group.kind {
    case .activePassive:
      let tiers = children(of: id)
      for i in tiers.indices.dropFirst() {
        let label = failoverLabel(from: tiers[i - 1], in: id)
        edges.append(
          GraphEdge(
            from: .target(tiers[i - 1]), to: .target(tiers[i]), kind: .failover, label: label,
            order: i + 1, group: id))
      }
    case .activeActive:
      let members = graph.members[group.members]
      let total = members.reduce(Int64(0)) { $0 + Int64($1.weight) }
      let even = members.allSatisfy { $0.weight == members.first?.weight }
      for (i, member) in members.enumerated() {
        var edge = GraphEdge(
          from: .target(.group(id)), to: .target(member.target), kind: .member, order: i + 1,
          weight: member.weight, group: id)
        if member.weight == 0 {
          edge.label = [ByteText { $0.append("drained") }]
        } else if !even {
          edge.label = [
            ByteText {
              $0.append("weight ", Int(member.weight), " of ")
              $0.append(total)
            }
          ]
        }
        edges.append(edge)
      }
    case .select:
      for (i, arm) in graph.arms[group.arms].enumerated() {
        edges.append(
          GraphEdge(
            from: .target(.group(id)), to: .target(arm.target), kind: .member,
            label: [phrase.arm(arm)], order: i + 1, group: id))
      }
    }
  }

  private func addReroutes(_ id: ID<Retry>, to edges: inout [GraphEdge]) {
    for rule in graph.rules[graph.retries[id].rules] {
      for response in graph.responses[rule.responses] {
        guard let target = response.target else { continue }
        edges.append(
          GraphEdge(
            from: .retry(id), to: .target(target), kind: .reroute,
            label: [ByteText { $0.append("reroute") }] + [Phrase(graph).classes(of: rule)]))
      }
    }
  }

  private func addLadder(_ id: ID<Ladder>, to edges: inout [GraphEdge]) {
    var before: ID<Step>?
    for step in graph.ladders[id].steps {
      if let before {
        edges.append(GraphEdge(from: .step(before), to: .step(step), kind: .step))
      }
      if let target = graph.steps[step].target {
        edges.append(GraphEdge(from: .step(step), to: .target(target), kind: .use))
      }
      before = step
    }
  }

  /// Where a hedge goes while the first candidate is at work: the second member or tier.
  private func secondCandidate(of target: Target) -> Target? {
    guard case .group(let id) = target else { return nil }
    let children = children(of: id)
    switch graph.groups[id].kind {
    case .activePassive, .activeActive: return children.count > 1 ? children[1] : nil
    case .select: return nil
    }
  }

  /// What takes a request to the next tier: the classes of each set of rules, named if they differ.
  private func failoverLabel(from tier: Target, in group: ID<Group>) -> [ByteText] {
    var rules = groupRetries[group.index]
    if case .endpoint(let id) = tier, let own = graph.endpoints[id].retry { rules = [own] }
    var label: [ByteText] = []
    for retry in rules {
      guard let retry else { continue }
      let lines = lines(of: retry) { $0 == .failover }
      guard !lines.isEmpty else { continue }
      label.append(
        ByteText {
          $0.append("failover")
          guard rules.count > 1 else { return }
          $0.append(" by ")
          $0.append(graph.bytes(graph.retries[retry].name))
        })
      label += lines
    }
    // Without rules a failure ends on the ladder, but a tier that is down is still passed over.
    return label.isEmpty ? [ByteText { $0.append("when it is down") }] : label
  }

  /// The classes that have a response of some kind, rule by rule.
  private func lines(of retry: ID<Retry>, where fits: (ResponseKind) -> Bool) -> [ByteText] {
    graph.rules[graph.retries[retry].rules]
      .filter { rule in graph.responses[rule.responses].contains { fits($0.kind) } }
      .map { Phrase(graph).classes(of: $0) }
  }
}
