extension Phrase {
  /// What a group is: `active-passive chat-providers · failback after 1m, hold 30s`.
  func group(_ id: ID<Group>) -> ByteText {
    let group = graph.groups[id]
    var list = PhraseList()
    list.add {
      $0.append(group.kind.word)
      $0.ascii(" ")
      name(group.name, to: &$0)
    }
    switch group.kind {
    case .activePassive: list.add { $0.append(failback(group)) }
    case .activeActive: list.add { $0.append(balance(group)) }
    case .select: if graph.refusesRest(id) { list.add { $0.append("otherwise none") } }
    }
    list.add("spills at ", group.overprovisioning)
    list.add("ejects at most ", group.ejectMax)
    list.add("panic below ", group.panicBelow)
    list.add("slow start ", group.slowStart)
    return list.text
  }

  private func failback(_ group: Group) -> ByteText {
    var list = PhraseList(separator: ", ")
    switch group.failback {
    case .after: list.add("failback after ", group.failbackAfter)
    case .atOnce: list.add("failback at once")
    case .manual: list.add("failback manual")
    }
    list.add("hold ", group.failbackHold)
    list.add("ramp ", group.failbackRamp)
    return list.text
  }

  private func balance(_ group: Group) -> ByteText {
    ByteText {
      $0.append(group.balance.word)
      guard let key = group.stickyKey else { return }
      $0.append(" by ")
      name(key, to: &$0)
    }
  }

  /// What an arm asks: `size above 128k`, `plan is paid, gold`, `otherwise`.
  func arm(_ arm: Arm) -> ByteText {
    ByteText { text in
      switch arm.kind {
      case .size:
        text.append("size above ")
        text.append(size: arm.bound ?? 0)
      case .priority: text.append("priority below ", Int(truncatingIfNeeded: arm.bound ?? 0), "")
      case .tag:
        if let tag = arm.tag { name(tag, to: &text) }
        text.append(" is ")
        var list = PhraseList(separator: " or ")
        for word in graph.words[arm.values] { list.add { name(word.text, to: &$0) } }
        text.append(list.text)
      case .otherwise: text.append("otherwise")
      }
    }
  }

  /// An endpoint in lines: its name, its domains, what it admits, its timeouts, what watches it.
  func endpoint(_ endpoint: Endpoint) -> [ByteText] {
    var lines = [ByteText { name(endpoint.name, to: &$0) }]
    var domains = PhraseList()
    for member in graph.domainMembers[endpoint.domains] {
      let domain = graph.domains[member.domain]
      domains.add {
        name(domain.label, to: &$0)
        $0.ascii(" ")
        name(domain.name, to: &$0)
      }
    }
    lines.append(domains.text)
    lines.append(serves(endpoint))
    for limit in graph.limits[endpoint.limits] { lines.append(self.limit(limit)) }
    var times = PhraseList()
    times.add("attempt ", endpoint.attemptTimeout)
    times.add("connect ", endpoint.connectTimeout)
    times.add("first byte ", endpoint.firstByteTimeout)
    times.add("idle ", endpoint.idleTimeout)
    lines.append(times.text)
    lines.append(watch(endpoint))
    return lines.filter { !$0.bytes.isEmpty }
  }

  /// Whom it serves: `serves model fast or large, plan paid`; of many values the first three.
  private func serves(_ endpoint: Endpoint) -> ByteText {
    var list = PhraseList(separator: ", ")
    let values = graph.servedValues[endpoint.serves]
    var first = values.startIndex
    while first < values.endIndex {
      let tag = values[first].tag
      let end = values[first...].firstIndex { $0.tag != tag } ?? values.endIndex
      list.add {
        $0.append(first == values.startIndex ? "serves " : "")
        name(tag, to: &$0)
        $0.append(" ")
        var names = PhraseList(separator: " or ")
        for row in values[first..<end].prefix(3) { names.add { name(row.value, to: &$0) } }
        if end - first > 3 { names.add { $0.append("", end - first - 3, " more") } }
        $0.append(names.text)
      }
      first = end
    }
    return list.text
  }

  /// What a limit admits: `600/min · 2M tokens/min · 64 at once · up to 128k, per address`.
  func limit(_ limit: Limit) -> ByteText {
    var list = PhraseList()
    list.add("", limit.requests)
    list.add("", limit.tokens, " tokens")
    list.add("", limit.concurrency, " at once")
    if let context = limit.context {
      list.add {
        $0.append("size to ")
        $0.append(size: context)
      }
    }
    if limit.scope != .endpoint {
      list.add {
        $0.append("per ")
        $0.append(limit.scope.word)
      }
    }
    return list.text
  }

  private func watch(_ endpoint: Endpoint) -> ByteText {
    var list = PhraseList()
    if let breaker = endpoint.breaker {
      list.add {
        $0.append("breaker ")
        name(graph.breakers[breaker].name, to: &$0)
      }
    }
    if let retry = endpoint.retry {
      list.add {
        $0.append("retry ")
        name(graph.retries[retry].name, to: &$0)
      }
    }
    if let probe = endpoint.probe { list.add("probe every ", graph.probes[probe].every) }
    return list.text
  }
}

extension FailoverGraph {
  /// What an arm of a `select` asks, in words: `size above 128k`, `plan is paid or gold`.
  package func condition(of arm: ID<Arm>) -> String { Phrase(self).arm(arms[arm]).string }

  /// What requests are like that carry some tags and take some arms, a condition each.
  package func conditions(_ tags: [RequestTag], _ arms: [ID<Arm>]) -> [String] {
    tags.map { tag in
      let value = tag.value.map { text($0) } ?? "something else"
      return "\(text(tag.name)) is \(value)"
    } + arms.map { condition(of: $0) }
  }
}
