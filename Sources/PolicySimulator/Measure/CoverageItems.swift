import PolicyGraph

/// The list of ways while it is made: each call adds those of one row, and tells where they begin.
struct CoverageItems {
  private(set) var items: [Coverage.Item] = []
  private let graph: FailoverGraph

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// The moves of a group; nil if it has none.
  mutating func add(_ group: ID<Group>) -> Int? {
    let row = graph.groups[group]
    let name = graph.text(row.name)
    guard row.members.count > 1 else { return nil }
    let first = items.count
    switch row.kind {
    case .select: return nil
    case .activeActive: add(.failover, "\(name): any member → another")
    case .activePassive:
      let names = graph.members[row.members].map { target($0.target) }
      for i in 1..<names.count { add(.failover, "\(name): \(names[i - 1]) → \(names[i])") }
    }
    return first
  }

  /// The responses of a rule; asking first, if it does, is the first of them.
  mutating func add(_ rule: ID<Rule>, of retry: ID<Retry>) -> Int {
    let row = graph.rules[rule]
    let first = items.count
    let classes = graph.classMembers[row.classes].map {
      graph.text(graph.classes[$0.errorClass].name)
    }
    let cause = row.otherwise ? "otherwise" : classes.joined(separator: ", ")
    let left = "\(graph.text(graph.retries[retry].name)): \(cause)"
    if row.reconcile { add(.response, "\(left) → reconcile") }
    for response in graph.responses[row.responses] {
      var what = "\(response.kind.word)"
      if let place = response.target { what += " \(target(place))" }
      if let same = response.same { what += " same: \(graph.text(same))" }
      add(.response, "\(left) → \(what)")
    }
    return first
  }

  /// The way down to a step, its answer, and the handlers that it tells.
  mutating func add(_ step: ID<Step>, of ladder: ID<Ladder>) -> CoverageMap.StepItems {
    let rows = graph.ladders[ladder]
    let (name, row) = (graph.text(rows.name), graph.steps[step])
    let own = graph.text(row.name)
    let isFirst = step.index == rows.steps.startIndex
    let above = isFirst ? "main path" : graph.text(graph.steps[ID(step.index - 1)].name)
    let reached = items.count
    add(.step, "\(name): \(above) → \(own)")
    let end =
      switch row.answer {
      case .use, .serveCache, .serveText, .call: "answers"
      case .shed: "sheds"
      case .fail: "fails"
      }
    add(.step, "\(name)/\(own): \(end)")
    for notify in graph.notifies[row.notifies] {
      add(.step, "\(name)/\(own): tells \(graph.text(notify.handler))")
    }
    return CoverageMap.StepItems(reached: reached, answers: reached + 1, tells: reached + 2)
  }

  /// The beginning and the end of a brownout; nil if the ladder has none.
  mutating func addBrownout(_ ladder: ID<Ladder>) -> Int? {
    let row = graph.ladders[ladder]
    guard row.enterExhausted != nil else { return nil }
    let first = items.count
    add(.step, "\(graph.text(row.name)): brownout begins")
    add(.step, "\(graph.text(row.name)): brownout ends")
    return first
  }

  /// The transitions of a breaker, in the order of `CoverageMap.Transition`.
  mutating func add(_ breaker: ID<Breaker>) -> Int {
    let name = graph.text(graph.breakers[breaker].name)
    let first = items.count
    for transition in CoverageMap.Transition.allCases {
      add(.breaker, "\(name): \(transition.words)")
    }
    return first
  }

  private mutating func add(_ kind: Coverage.Item.Kind, _ name: String) {
    items.append(Coverage.Item(kind, name))
  }

  private func target(_ target: Target) -> String {
    switch target {
    case .endpoint(let endpoint): graph.text(graph.endpoints[endpoint].name)
    case .group(let group): graph.text(graph.groups[group].name)
    }
  }
}

extension CoverageMap {
  /// What a breaker can do; the raw value is its place among the breaker's ways.
  enum Transition: Int, CaseIterable {
    case opens, halfOpens, closes, opensAgain

    var words: String {
      switch self {
      case .opens: "closed → open"
      case .halfOpens: "open → half-open"
      case .closes: "half-open → closed"
      case .opensAgain: "half-open → open"
      }
    }
  }
}
