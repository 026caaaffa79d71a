extension Phrase {
  /// What a retry is: `retry chat-retries · 7 attempts · budget 20%, min 5/s`.
  func retry(_ retry: Retry) -> ByteText {
    var list = PhraseList()
    list.add {
      $0.append("retry ")
      name(retry.name, to: &$0)
    }
    list.add("", retry.attempts, retry.attempts == 1 ? " attempt" : " attempts")
    if retry.budgeted {
      var budget = PhraseList(separator: ", ")
      budget.add("budget ", retry.budget)
      budget.add("min ", retry.budgetMin)
      list.add { $0.append(budget.text) }
    } else {
      list.add("no budget")
    }
    return list.text
  }

  /// The classes of a rule, or the word `otherwise`.
  func classes(of rule: Rule) -> ByteText {
    rule.otherwise ? ByteText { $0.append("otherwise") } : classes(rule.classes)
  }

  /// One row of a table of rules: the classes, and how such a failure is answered.
  typealias RuleRow = (classes: ByteText, responses: ByteText)

  /// The rules of a retry as a table that covers every class: the classes that neither an `on` nor
  /// `otherwise` covers end the request, and stand before `otherwise`.
  func table(of id: ID<Retry>) -> [RuleRow] {
    var rows: [RuleRow] = []
    var ending: [RuleRow] = []
    let uncovered = uncovered(id)
    if !uncovered.bytes.isEmpty {
      ending = [(uncovered, ByteText { $0.append("the request ends") })]
    }
    for rule in graph.rules[graph.retries[id].rules] {
      if rule.otherwise {
        rows += ending
        ending = []
        rows.append((ByteText { $0.append("anything else") }, responses(of: rule)))
      } else {
        rows.append((classes(rule.classes), responses(of: rule)))
      }
    }
    return rows + ending
  }

  /// The classes beyond `otherwise` that no `on` of a retry names.
  private func uncovered(_ retry: ID<Retry>) -> ByteText {
    let (once, others) = effects(of: retry)
    var list = PhraseList(separator: ", ")
    for id in graph.classes.ids where graph.isBeyondOtherwise(id, effect: .once) {
      guard graph.rule(for: id, in: retry, effect: .once) == nil else { continue }
      let isAlways = graph.isBeyondOtherwise(id, effect: .read)
      guard isAlways || once else { continue }
      list.add {
        name(graph.classes[id].name, to: &$0)
        if !isAlways, others { $0.append(" on once routes") }
      }
    }
    return list.text
  }

  /// Whether a retry serves routes that are `once`, and others; an endpoint's own may serve any.
  private func effects(of id: ID<Retry>) -> (once: Bool, others: Bool) {
    let isAnywhere = graph.endpoints.rows.contains { $0.retry == id }
    let routes = graph.routes.rows.filter { isAnywhere || $0.retry == id }
    return (routes.contains { $0.effect == .once }, routes.contains { $0.effect != .once })
  }

  /// What follows, in order: `same endpoint (backoff gentle, hints to 5s), then failover`.
  func responses(of rule: Rule) -> ByteText {
    var list = PhraseList(separator: ", then ")
    if rule.reconcile {
      var gate = PhraseList(separator: ", ")
      if let endpoint = rule.reconcileAt {
        gate.add {
          $0.append("at ")
          name(graph.endpoints[endpoint].name, to: &$0)
        }
      }
      gate.add("within ", rule.reconcileWithin)
      gate.add("settle ", rule.settle)
      list.add {
        $0.append("reconcile")
        $0.append(parenthesized: gate.text)
      }
    }
    for response in graph.responses[rule.responses] {
      list.add { $0.append(self.response(response)) }
    }
    return list.text
  }

  private func response(_ response: Response) -> ByteText {
    ByteText { text in
      switch response.kind {
      case .sameEndpoint:
        text.append("same endpoint")
        if response.times > 1 { text.append(" ", Int(response.times), " times") }
        var waits = PhraseList(separator: ", ")
        if let backoff = response.backoff {
          waits.add { $0.append(self.backoff(graph.backoffs[backoff])) }
        }
        waits.add("hints to ", response.retryAfter)
        text.append(parenthesized: waits.text)
      case .failover:
        text.append("failover")
        guard let label = response.same else { return }
        text.append(" in the same ")
        name(label, to: &text)
      case .rotateCredential: text.append("next credential")
      case .reroute:
        text.append("reroute")
        guard let target = response.target else { return }
        text.append(" to ")
        name(self.name(target), to: &text)
      case .resume: text.append("resume")
      case .degrade: text.append("ladder")
      case .fail: text.append("fail")
      }
    }
  }

  /// How long is waited: `gentle: exponential 200ms to 10s`.
  func backoff(_ backoff: Backoff) -> ByteText {
    ByteText {
      name(backoff.name, to: &$0)
      $0.append(": ")
      $0.append(backoff.kind.word)
      $0.ascii(" ")
      $0.append(backoff.base)
      guard let max = backoff.max else { return }
      $0.append(" to ")
      $0.append(max)
    }
  }

  /// A breaker in lines: its name, what opens it, how it closes.
  func breaker(_ breaker: Breaker) -> [ByteText] {
    var lines = [
      ByteText {
        $0.append("breaker ")
        name(breaker.name, to: &$0)
      }
    ]
    for row in graph.trips[breaker.trips] { lines.append(trip(row)) }
    var close = PhraseList(separator: ", ")
    close.add("open for ", breaker.cooldown)
    if breaker.growth > .one { close.add("growing ", breaker.growth) }
    close.add("to ", breaker.cooldownMax)
    lines.append(close.text)
    lines.append(
      ByteText {
        guard breaker.probeCalls > 0 else { return $0.append("closes then without a probe") }
        $0.append(
          "closed by ", Int(breaker.probeCalls), breaker.probeCalls == 1 ? " probe" : " probes")
      })
    return lines
  }

  private func trip(_ trip: Trip) -> ByteText {
    var list = PhraseList(separator: ", ")
    switch trip.kind {
    case .failureRate: list.add("opens at ", trip.share, " failures")
    case .slowRate:
      list.add("opens at ", trip.share, " slow calls")
      list.add("slower than ", trip.slowerThan)
    case .failures: list.add("opens at ", trip.count, " failures")
    case .consecutive: list.add("opens at ", trip.count, " failures in a row")
    }
    list.add("over ", trip.over)
    list.add("over ", trip.overCalls, " calls")
    if trip.minCalls > 0 { list.add("of ", trip.minCalls, " calls or more") }
    return list.text
  }
}

extension ByteText {
  fileprivate mutating func append(parenthesized text: ByteText) {
    guard !text.bytes.isEmpty else { return }
    append(" (")
    append(text)
    append(")")
  }
}
