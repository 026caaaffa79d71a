import PolicyGraph
import PolicyRuntime

/// Every way that a request may find the world: what it is itself, who holds, whose breaker is
/// ready to be probed.
struct Starts {
  /// More are not looked at.
  static let most = 4_096

  private let policy: ExploredPolicy
  private let interpreter: Interpreter

  init(_ policy: ExploredPolicy) {
    self.policy = policy
    interpreter = Interpreter(policy.plan, SharedState(for: policy.plan))
  }

  /// All of them.
  ///
  /// - Parameters:
  ///   - bad: The adversary's endpoints.
  ///   - reach: Only requests that may come to one of these, by what they are; none: all requests.
  ///   - upTo: no active member is behind these endpoints; empty: any member may be active.
  func all(
    bad: [ID<Endpoint>], reach: [ID<Endpoint>], upTo target: [ID<Endpoint>]
  ) throws(GiveUp) -> [Start] {
    let guarded = bad.filter {
      policy.layout.position(of: $0) != nil
        && (policy.graph.endpoints[$0].breaker != nil
          || policy.graph.routes[policy.route].breaker != nil)
    }
    let readies: [[ID<Endpoint>]] = guarded.isEmpty ? [[]] : [[], guarded]
    var starts: [Start] = []
    let activeMembers = try activeMembers(upTo: target)
    for (variant, facts) in try requests().enumerated() where comes(facts, to: reach) {
      for activeMembers in activeMembers {
        for ready in readies {
          starts.append(
            Start(
              facts: facts, variant: UInt64(variant), activeMembers: activeMembers, ready: ready))
        }
      }
      if starts.count > Starts.most { throw .starts(Starts.most) }
    }
    return starts
  }

  /// Whether a request comes to one of some endpoints on its main path, by what it is; or none are
  /// named.
  private func comes(_ facts: RequestFacts, to target: [ID<Endpoint>]) -> Bool {
    if target.isEmpty { return true }
    let graph = policy.graph
    var left = [graph.routes[policy.route].target]
    var seen = Set<Target>()
    while let next = left.popLast() {
      guard seen.insert(next).inserted else { continue }
      switch next {
      case .endpoint(let id):
        if target.contains(id), interpreter.serves(id, facts) { return true }
      case .group(let id):
        let row = graph.groups[id]
        if row.kind == .select {
          let arm = interpreter.armTaken(of: id, by: facts)
          if arm >= 0 { left.append(graph.arms.rows[row.arms.startIndex + arm].target) }
        } else {
          left += graph.members[row.members].map(\.target)
        }
      }
    }
    return false
  }

  /// One request for each way through the policy's questions: sizes, priorities, tags.
  ///
  /// Those that nobody serves are refused at once, and left out, but where all are. Where the route
  /// commits at the first byte, answers are shown: what is proved says so.
  private func requests() throws(GiveUp) -> [RequestFacts] {
    let graph = policy.graph
    var sizes: [Int64] = [0]
    var priorities: [UInt8] = [5]
    var tags: [(Name, [Name])] = []
    for group in policy.paths.groups {
      for arm in graph.arms[graph.groups[group].arms] {
        switch arm.kind {
        case .size: if let bound = arm.bound { sizes.append(bound + 1) }
        case .priority:
          if let bound = arm.bound, bound > 0 { priorities.append(UInt8(clamping: bound - 1)) }
        case .tag:
          guard let tag = arm.tag else { continue }
          tags.append((tag, graph.words[arm.values].map(\.text)))
        case .otherwise: break
        }
      }
    }
    for id in policy.paths.all {
      for row in graph.servedValues[graph.endpoints[id].serves] {
        tags.append((row.tag, [row.value]))
      }
    }
    if let ladder = graph.routes[policy.route].ladder {
      for step in graph.steps[graph.ladders[ladder].steps] {
        if let below = step.below, below > 0 { priorities.append(UInt8(clamping: below - 1)) }
      }
    }
    var requests: [RequestFacts] = []
    for size in sizes {
      for priority in priorities { requests.append(RequestFacts(size: size, priority: priority)) }
    }
    for (name, values) in tags {
      for request in requests {
        for value in values {
          guard let tag = policy.plan.tag(graph.bytes(name), is: graph.bytes(value)) else {
            continue
          }
          var other = request
          other.add(tag)
          requests.append(other)
        }
      }
      requests = distinct(requests)
      if requests.count > Starts.most { throw .starts(Starts.most) }
    }
    requests = distinct(requests)
    let areAllServed =
      graph.servedValues.count == 0 && !policy.paths.groups.contains { graph.refusesRest($0) }
    if areAllServed { return requests }
    let served = requests.filter { comes($0, to: policy.paths.main) }
    return served.isEmpty ? requests : served
  }

  /// The first of each that take the same arms and are shed alike.
  private func distinct(_ requests: [RequestFacts]) -> [RequestFacts] {
    var looks: Set<[Int]> = []
    return requests.filter { request in
      var look = policy.paths.groups.map { interpreter.armTaken(of: $0, by: request) }
      look += policy.paths.all.map { interpreter.serves($0, request) ? 1 : 0 }
      if let ladder = policy.graph.routes[policy.route].ladder {
        for step in policy.graph.steps[policy.graph.ladders[ladder].steps] {
          look.append(step.below.map { UInt32(request.priority) < $0 ? 1 : 0 } ?? 0)
        }
      }
      return looks.insert(look).inserted
    }
  }

  /// Every combination of active members.
  private func activeMembers(upTo target: [ID<Endpoint>]) throws(GiveUp) -> [[Start.ActiveMember]] {
    let graph = policy.graph
    var all: [[Start.ActiveMember]] = [[]]
    for id in policy.paths.groups where graph.groups[id].kind == .activePassive {
      let row = graph.groups[id]
      var last = row.members.count - 1
      if !target.isEmpty {
        let place = graph.members[row.members].firstIndex { member in
          graph.endpoints(below: member.target).contains { target.contains($0) }
        }
        if let place { last = place - row.members.startIndex }
      }
      guard last > 0 else { continue }
      var more = all
      for member in 1...last {
        for age in ages(of: row) {
          let active = Start.ActiveMember(group: id, member: member, age: age)
          more += all.map { $0 + [active] }
        }
      }
      all = more
      if all.count > Starts.most { throw .starts(Starts.most) }
    }
    return all
  }

  /// How long a member may have been active: not at all, or nearly long enough for a better one to
  /// return.
  private func ages(of group: Group) -> [Tick] {
    guard group.failback == .after else { return [.zero] }
    let due = max(group.failbackAfter ?? .zero, group.failbackHold ?? .zero)
    return due.ns > 1 ? [.zero, Tick(ns: due.ns - 1)] : [.zero]
  }
}
