import PolicyGraph

@testable import PolicyRuntime

extension Reference {
  /// The members of an active-active group that are eligible although their breaker is open:
  /// without them more than `eject max:` would be out.
  private func capped(_ id: ID<Group>, _ pass: Pass, _ ask: Ask) -> Set<Int> {
    let group = graph.groups[id]
    guard let most = group.ejectMax, !pass.panic else { return [] }
    let members = Array(graph.members[group.members])
    let total = members.reduce(Int128(0)) { $0 + Int128($1.weight) }
    // reading: only endpoints are ejected; a topology has no breaker.
    var out: [(at: Tick, index: Int)] = []
    for (i, member) in members.enumerated() {
      guard member.weight > 0, case .endpoint(let endpoint) = member.target,
        let key = breaker(endpoint, ask.request.route)
      else { continue }
      _ = seen(key, now: ask.now)
      guard case .refused(.breaker) = check(endpoint, pass, ask),
        case .eligible = check(endpoint, pass, ask, ignoringBreaker: true)
      else { continue }
      out.append((figures(key).openedAt, i))
    }
    out.sort { $0.at != $1.at ? $0.at < $1.at : $0.index < $1.index }
    var result: Set<Int> = []
    var before = Int128(0)
    for (position, item) in out.enumerated() {
      // reading: "those before it" are all before it, whether they went or not.
      let weight = Int128(members[item.index].weight)
      if position > 0, (before + weight) * 1_000_000_000 > Int128(most.ppb) * total {
        result.insert(item.index)
      }
      before += weight
    }
    return result
  }

  /// The eligible share of each member.
  func memberShares(_ id: ID<Group>, _ pass: Pass, _ ask: Ask) -> [Int64] {
    let capped = capped(id, pass, ask)
    let members = Array(graph.members[graph.groups[id].members])
    return children(of: id).enumerated().map { i, target in
      if members[i].weight == 0, !pass.drained { return 0 }
      return capped.contains(i) ? 1_000_000_000 : share(target, pass, ask)
    }
  }

  func walkMembers(_ id: ID<Group>, _ pass: Pass, _ ask: Ask, later: [Target]) -> Candidate? {
    let targets = children(of: id)
    let capped = capped(id, pass, ask)
    let shares = memberShares(id, pass, ask)
    var left = targets.indices.filter { shares[$0] > 0 }
    // reading: since when a member is up is looked at although it is the only one.
    for member in left { _ = weight(id, member, pass, ask) }
    while !left.isEmpty {
      let member = left.count == 1 ? left[0] : draw(id, left, pass, ask)
      left.removeAll { $0 == member }
      if capped.contains(member), case .endpoint(let endpoint) = targets[member],
        case .eligible(let credential) = check(endpoint, pass, ask, ignoringBreaker: true)
      {
        return Candidate(endpoint: endpoint, credential: credential, uncounted: true)
      }
      if let found = walk(targets[member], pass, ask, later: later) { return found }
    }
    return nil
  }

  /// One of two or more members.
  private func draw(_ id: ID<Group>, _ members: [Int], _ pass: Pass, _ ask: Ask) -> Int {
    let weights = members.map { weight(id, $0, pass, ask) }
    let total = weights.reduce(0, +)
    switch graph.groups[id].balance {
    case .random: return members[cumulative(weights, Int64(draws.pick(Int(total))))]
    case .roundRobin:
      let ticket = world.turns[id, default: 0]
      world.turns[id] = ticket &+ 1
      return members[cumulative(weights, Int64(ticket % UInt64(total)))]
    case .leastLoaded:
      return ofTwo(id, members, ask) { a, b in
        let targets = children(of: id)
        let x = Int128(inFlight(targets[members[a]])) * Int128(weights[b])
        let y = Int128(inFlight(targets[members[b]])) * Int128(weights[a])
        return (x, y)
      }
    case .fastest:
      return ofTwo(id, members, ask) { a, b in
        let targets = children(of: id)
        return (cost(targets[members[a]], ask), cost(targets[members[b]], ask))
      }
    case .sticky: return sticky(id, members, weights, ask)
    }
  }

  private func cumulative(_ weights: [Int64], _ draw: Int64) -> Int {
    var sum: Int64 = 0
    for (i, weight) in weights.enumerated() {
      sum += weight
      if draw < sum { return i }
    }
    return 0
  }

  private func weight(_ id: ID<Group>, _ member: Int, _ pass: Pass, _ ask: Ask) -> Int64 {
    let group = graph.groups[id]
    let row = Array(graph.members[group.members])[member]
    let weight = Int64(max(1, row.weight))
    guard let slowStart = group.slowStart else { return weight }
    if isDown(row.target, ask.request.route, now: ask.now) {
      return isTriedAsProbe(row.target, pass, ask) ? 1 : weight * 1000
    }
    guard let since = upSince(row.target, ask.request.route, now: ask.now) else {
      return weight * 1000
    }
    let age = ask.now - since
    guard age < slowStart else { return weight * 1000 }
    let ramped = Int128(weight) * 1000 * Int128(age.ns) / Int128(slowStart.ns)
    return max(1, Int64(ramped))
  }

  /// Whether what is down is tried to find out if it is back; in panic and above the cap of
  /// ejection it is not.
  private func isTriedAsProbe(_ target: Target, _ pass: Pass, _ ask: Ask) -> Bool {
    guard case .endpoint(let id) = target, !pass.panic else { return !pass.panic }
    guard pass.probes, let key = breaker(id, ask.request.route) else { return false }
    return admission(key, now: ask.now) == .probe
  }

  // MARK: The better of two

  private func ofTwo(
    _ id: ID<Group>, _ members: [Int], _ ask: Ask, _ costs: (Int, Int) -> (Int128, Int128)
  ) -> Int {
    let i = draws.pick(members.count)
    var j = draws.pick(members.count - 1)
    if j >= i { j += 1 }
    let (a, b) = costs(i, j)
    if a != b { return members[a < b ? i : j] }
    let targets = children(of: id)
    let x = domainsShared(targets[members[i]], ask)
    let y = domainsShared(targets[members[j]], ask)
    return members[y < x ? j : i]
  }

  /// In how many of its fault domains an endpoint lies that the request was failed over from.
  private func domainsShared(_ target: Target, _ ask: Ask) -> Int {
    let left = ask.request.failedOver + [ask.leaving].compactMap { $0 }
    var count = 0
    for endpoint in endpoints(below: target) {
      count +=
        domains(of: endpoint).filter { domain in
          left.contains { domains(of: $0).contains(domain) }
        }.count
    }
    return count
  }

  private func inFlight(_ target: Target) -> Int64 {
    switch target {
    case .endpoint(let id): world.endpoints[id]?.inFlight ?? 0
    // reading: an endpoint that is reached twice counts twice.
    case .group(let id): children(of: id).reduce(0) { $0 + inFlight($1) }
    }
  }

  private func cost(_ target: Target, _ ask: Ask) -> Int128 {
    guard case .endpoint(let id) = target else { return 0 }
    return Int128(averageLatency(id, now: ask.now)) * Int128(inFlight(target) + 1)
  }

  // MARK: Sticky

  private func sticky(
    _ id: ID<Group>, _ members: [Int], _ weights: [Int64], _ ask: Ask
  ) -> Int {
    let targets = children(of: id)
    let key: UInt64
    if let name = graph.groups[id].stickyKey, let value = ask.request.facts.tag(graph.text(name)) {
      key = UInt64(UInt32(truncatingIfNeeded: FixedPoint.hash(value.utf8)) | 1)
    } else {
      key = UInt64(bitPattern: draws.between(0, .max))
    }
    let flights = targets.indices.map { inFlight(targets[$0]) }
    let total = members.reduce(0) { $0 + flights[$1] }
    let sum = weights.reduce(0, +)
    let bounded = members.indices.filter { i in
      // ⌈1.25 × (total + 1) × weight ÷ Σ weights⌉ − 1
      let product = Int128(5) * Int128(total + 1) * Int128(weights[i])
      let bound = (product + 4 * Int128(sum) - 1) / (4 * Int128(sum)) - 1
      return Int128(flights[members[i]]) <= bound
    }
    let choice = bounded.isEmpty ? Array(members.indices) : bounded
    var best = choice[0]
    for i in choice.dropFirst() {
      // score ÷ weight, compared crosswise: exactly
      let a = Int128(rendezvous(key, targets[members[i]])) * Int128(weights[best])
      let b = Int128(rendezvous(key, targets[members[best]])) * Int128(weights[i])
      if a < b { best = i }
    }
    return members[best]
  }

  private func rendezvous(_ key: UInt64, _ target: Target) -> Int64 {
    let name: Name
    switch target {
    case .endpoint(let id): name = graph.endpoints[id].name
    case .group(let id): name = graph.groups[id].name
    }
    let hash = FixedPoint.mix(key ^ FixedPoint.mix(FixedPoint.hash(graph.bytes(name))))
    // reading: the score is −log₂ of the hash as a part of 2⁶⁴, as in rendezvous hashing.
    return (64 << 32) - FixedPoint.log2Q32(hash)
  }
}
