import PolicyGraph

/// The endpoints of a target in the order in which a failing request comes to them, and where each
/// tier of an `active-passive` begins.
struct TierOrder {
  /// One tier: a member of an `active-passive`.
  struct Tier {
    var member: Int
    /// The places of its endpoints; those that stand further ahead already are not among them.
    var endpoints: Range<Int>
    /// Places before it that need not be passed: members beside it in a balanced group, which may
    /// begin anywhere.
    var avoidable: [Range<Int>]
    /// How many endpoints stand before it.
    var first: Int { endpoints.lowerBound }
  }

  var endpoints: [ID<Endpoint>] = []
  var tiers: [Tier] = []

  /// The endpoints that are passed on every way to a tier.
  func before(_ tier: Tier) -> [ID<Endpoint>] {
    guard !tier.avoidable.isEmpty else { return Array(endpoints[..<tier.first]) }
    return (0..<tier.first).filter { place in
      !tier.avoidable.contains { $0.contains(place) }
    }.map { endpoints[$0] }
  }
}

extension Checker {
  /// Walks a target in order, without recursion, for requests of one kind; shared endpoints count
  /// once.
  mutating func order(of target: Target, for kind: RequestKind = RequestKind()) -> TierOrder {
    enum Item {
      /// `from`: where the balanced group begins that it is a member of.
      case target(Target, avoidable: [Range<Int>], from: Int?)
      case tier(member: Int, avoidable: [Range<Int>])
      case end
    }
    var order = TierOrder()
    var open: [Int] = []
    marks.next(endpoints: graph.endpoints.count, groups: graph.groups.count)
    var stack: [Item] = [.target(target, avoidable: [], from: nil)]
    while let item = stack.popLast() {
      let count = order.endpoints.count
      switch item {
      case .tier(let member, let avoidable):
        open.append(order.tiers.count)
        order.tiers.append(
          TierOrder.Tier(member: member, endpoints: count..<count, avoidable: avoidable))
      case .end:
        if let tier = open.popLast() {
          order.tiers[tier].endpoints = order.tiers[tier].first..<count
        }
      case .target(.endpoint(let id), _, _):
        if marks.first(id), kind.isServed(by: graph.servedValues[graph.endpoints[id].serves]) {
          order.endpoints.append(id)
        }
      case .target(.group(let id), var avoidable, let from):
        guard marks.first(id) else { continue }
        if let from, from < count { avoidable.append(from..<count) }
        let group = graph.groups[id]
        // A select inside a group: its first arm stands for it, as the others are alternatives.
        if group.kind == .select {
          if let arm = group.arms.first {
            stack.append(.target(graph.arms[arm].target, avoidable: avoidable, from: nil))
          }
          continue
        }
        let isBalanced = group.kind == .activeActive
        for member in group.members.reversed() {
          let target = graph.members[member].target
          if !isBalanced { stack.append(.end) }
          stack.append(.target(target, avoidable: avoidable, from: isBalanced ? count : nil))
          if !isBalanced { stack.append(.tier(member: member.index, avoidable: avoidable)) }
        }
      }
    }
    return order
  }

  /// Whether two endpoints lie in one domain of a label.
  func shares(_ label: Name, _ one: ID<Endpoint>, _ other: ID<Endpoint>) -> Bool {
    guard let home = domain(of: one, label) else { return false }
    return domain(of: other, label) == home
  }
}
