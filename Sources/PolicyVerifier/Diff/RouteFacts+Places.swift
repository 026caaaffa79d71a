import PolicyGraph
import PolicyRuntime

/// What a route does at each endpoint that it may reach, and in each group.
extension RouteFacts {
  mutating func endpoint(_ id: ID<Endpoint>, _ way: Reach) {
    let row = graph.endpoints[id]
    let name = graph.text(row.name)
    list.endpoint = name
    defer { list.endpoint = nil }
    list.add(.endpoint, name, "endpoint \(name)", "asked \(way.text(in: graph).kindOfWay)")
    list.add(
      .address, name, "the address of \(name)",
      String(decoding: graph.address(row), as: UTF8.self))
    list.add(.account, name, "the credentials of \(name)", credentials(row))
    list.add(
      .limit, name, "what \(name) admits",
      row.limits.map { graph.words(of: $0) }.joined(separator: "; "))
    time(name, "the time of an attempt", row.attemptTimeout)
    time(name, "the time to connect", row.connectTimeout)
    time(name, "the time to the first byte", row.firstByteTimeout)
    time(name, "the idle time", row.idleTimeout)
    time(name, "the time of a stream", row.streamTimeout)
    time(name, "the least time for an attempt", row.atLeast)
    time(name, "the longest cooling", row.coolingMax)
    if row.ignoresHints {
      list.add(.figures, "\(name) hints", "what becomes of the hints of \(name)", "ignored")
    }
    if let breaker = row.breaker ?? graph.routes[route].breaker {
      let row = graph.breakers[breaker]
      let content =
        graph.conditions(of: breaker)
        + (row.probeCalls > 0 ? ", \(row.probeAtOnce) at once; " : "; ")
        + "jitter \(row.cooldownJitter.spelling)"
      let counted = classes(row.counted)
      list.add(
        .breaker, name, "the breaker of \(name)",
        counted.isEmpty ? content : "\(content); counts \(counted)")
    }
    if let probe = row.probe { list.add(.probe, name, "the probe of \(name)", text.content(probe)) }
    if let key = row.idempotencyKey {
      list.add(.account, "\(name) key", "the idempotency key of \(name)", text.content(key))
    }
    list.add(
      .requirement, name, "what \(name) supports",
      graph.features[row.supports].map { graph.text($0.name) }.joined(separator: ", "))
    figures(name, row)
    errors(id, name)
  }

  private mutating func time(_ name: String, _ what: String, _ time: Tick?) {
    guard let time else { return }
    list.add(.timing, "\(name) \(what)", "\(what) at \(name)", time.spelling)
  }

  private mutating func figures(_ name: String, _ row: Endpoint) {
    list.add(
      .figures, "\(name) availability", "the declared availability of \(name)",
      row.availability?.spelling ?? "")
    if let latency = row.latency {
      list.add(
        .figures, "\(name) latency", "the declared latency of \(name)", text.content(latency))
    }
    if let capacity = row.capacity {
      list.add(
        .figures, "\(name) capacity", "the declared capacity of \(name)", text.content(capacity))
    }
    list.add(.endpoint, "\(name) serves", "what \(name) serves", text.contents(row.serves))
    let attributes = text.contents(row.attributes)
    list.add(.figures, "\(name) attributes", "the attributes of \(name)", attributes)
  }

  private func credentials(_ row: Endpoint) -> String {
    graph.credentials[row.credentials].map { credential in
      let account = credential.account.map { " of account \(graph.text($0))" } ?? ""
      return "\(credential.source.word)(\(graph.text(credential.reference)))\(account)"
    }.joined(separator: ", ")
  }

  /// What follows each class that its table of errors knows, and what is taken for that class.
  private mutating func errors(_ id: ID<Endpoint>, _ name: String) {
    let table = graph.errorTables[graph.endpoints[id].errors ?? graph.routes[route].errors]
    var known: [ID<ErrorClass>] = []
    for row in graph.errorRows[table.rows] {
      if let found = row.errorClass, !known.contains(found) { known.append(found) }
    }
    let retry = graph.endpoints[id].retry ?? graph.routes[route].retry
    if let retry {
      for rule in graph.rules[graph.retries[retry].rules] {
        for member in graph.classMembers[rule.classes] where !known.contains(member.errorClass) {
          known.append(member.errorClass)
        }
      }
    }
    list.add(
      .classes, name, "what is taken for which failure at \(name)", text.contents(table.rows))
    for found in known {
      let word = graph.text(graph.classes[found].name)
      let rule = plan.rule(for: found, at: id, on: route)
      var fact = BehaviourFact(
        kind: .response, key: "\(name) \(word)", subject: "",
        text: rule.map { responses(of: $0) } ?? "fail")
      fact.errorClass = word
      list.add(fact)
    }
  }

  /// What follows, without the names of backoffs, and with how these grow and spread.
  private func responses(of rule: ID<Rule>) -> String {
    var words = graph.responses(of: rule)
    for response in graph.responses[graph.rules[rule].responses] {
      guard let backoff = response.backoff.map({ graph.backoffs[$0] }) else { continue }
      words = words.without("\(graph.text(backoff.name)): ", after: "(")
      if backoff.factor != .one { words += ", factor \(backoff.factor.spelling)" }
      if backoff.jitter != .full { words += ", jitter \(backoff.jitter.word)" }
    }
    return words
  }

  private func classes(_ members: Rows<ClassMember>) -> String {
    graph.classMembers[members].map { graph.text(graph.classes[$0.errorClass].name) }
      .joined(separator: ", ")
  }

  /// The domains that a route may reach, each label and name once.
  mutating func residency(_ endpoints: [ID<Endpoint>]) {
    for id in endpoints {
      for member in graph.domainMembers[graph.endpoints[id].domains] {
        let row = graph.domains[member.domain]
        let (label, name) = (graph.text(row.label), graph.text(row.name))
        list.add(.residency, "\(label) \(name)", "\(label) \(name)", "reached")
      }
    }
  }

  mutating func groups(_ target: Target, _ seen: inout [ID<Group>]) {
    guard case .group(let id) = target, !seen.contains(id) else { return }
    seen.append(id)
    let group = graph.groups[id]
    // A group is known by whom it holds: its name may change.
    let same = seen.count { graph.groups[$0].kind == group.kind }
    let key = "\(group.kind.word) \(leader(of: target)) \(same)"
    let name = graph.text(group.name)
    let settings = text.content(id, without: ["kind", "members", "arms"])
    switch group.kind {
    case .activePassive:
      list.add(.failback, key, "the failback of \(name)", failback(group))
    case .activeActive:
      list.add(.balance, key, "how \(name) balances", settings)
      let sum = graph.members[group.members].reduce(0.0) { $0 + Double($1.weight) }
      for member in graph.members[group.members] {
        let share = Double(member.weight) * 1000 / max(sum, 1)
        let tenths = Int(share.rounded())
        let target = graph.name(of: member.target)
        list.add(
          .share, "\(key) \(target)", "the share of \(target) in \(name)",
          member.weight == 0 ? "drained" : "\(tenths / 10).\(tenths % 10)%", figure: share)
      }
    case .select:
      let end = graph.refusesRest(id) ? ", otherwise none" : ""
      list.add(.choice, key, "how \(name) chooses", text.contents(group.arms) + end)
    }
    for member in graph.members[group.members] { groups(member.target, &seen) }
    for arm in graph.arms[group.arms] { groups(arm.target, &seen) }
  }

  private func failback(_ group: Group) -> String {
    var parts = ["\(group.failback.word)"]
    if let after = group.failbackAfter { parts = ["after \(after.spelling)"] }
    if let hold = group.failbackHold { parts.append("hold \(hold.spelling)") }
    if let ramp = group.failbackRamp { parts.append("ramp \(ramp.spelling)") }
    if let factor = group.overprovisioning { parts.append("spills at \(factor.spelling)") }
    return parts.joined(separator: ", ")
  }

  /// The endpoint of a target whose name comes first: it stays when the order changes.
  private func leader(of target: Target) -> String {
    guard case .group(let id) = target else { return graph.name(of: target) }
    let group = graph.groups[id]
    let below =
      graph.members[group.members].map(\.target) + graph.arms[group.arms].map(\.target)
    return below.map { leader(of: $0) }.min() ?? ""
  }
}

extension String {
  /// Of `on the main path, by way of a, b` what does not depend on the names of groups.
  fileprivate var kindOfWay: String {
    split(separator: ",", maxSplits: 1).first.map(String.init) ?? self
  }

  /// The text without the first `part` that follows a sign.
  fileprivate func without(_ part: String, after sign: Character) -> String {
    var start = startIndex
    while let place = self[start...].firstIndex(of: sign) {
      start = index(after: place)
      if self[start...].hasPrefix(part) {
        return String(self[..<start] + self[start...].dropFirst(part.count))
      }
    }
    return self
  }
}
