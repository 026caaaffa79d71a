extension Phrase {
  /// A route in lines: its name, what takes it, what holds for its requests.
  func route(_ route: Route) -> [ByteText] {
    var lines = [
      ByteText {
        $0.append("route ")
        name(route.name, to: &$0)
      }
    ]
    lines += doc(route.doc)
    for match in graph.routeMatches[route.matches] { lines.append(self.match(match)) }
    var facts = PhraseList()
    facts.add(route.effect.word)
    facts.add("deadline ", route.deadline)
    switch route.commit {
    case .complete: break
    case .firstByte: facts.add("commits at first byte")
    case .firstByteIfResumable: facts.add("commits at first byte if resumable")
    }
    lines.append(facts.text)
    var load = PhraseList()
    load.add("load ", route.load)
    for limit in graph.limits[route.limits] {
      load.add {
        $0.append("limit ")
        $0.append(self.limit(limit))
      }
    }
    lines.append(load.text)
    var rules = PhraseList()
    if let retry = route.retry {
      rules.add {
        $0.append("retry ")
        name(graph.retries[retry].name, to: &$0)
      }
    }
    if let breaker = route.breaker {
      rules.add {
        $0.append("breaker ")
        name(graph.breakers[breaker].name, to: &$0)
      }
    }
    if let wait = wait(route) { rules.add { $0.append(wait) } }
    lines.append(rules.text)
    return lines.filter { !$0.bytes.isEmpty }
  }

  private func match(_ match: RouteMatch) -> ByteText {
    var list = PhraseList(separator: " ")
    for method in graph.words[match.methods] { list.add { name(method.text, to: &$0) } }
    for path in graph.pathPatterns[match.paths] {
      list.add {
        name(path.text, to: &$0)
        if path.prefix { $0.ascii("*") }
      }
    }
    if let header = match.header {
      list.add {
        name(header, to: &$0)
        $0.append(":")
        for word in graph.words[match.values] {
          $0.ascii(" ")
          name(word.text, to: &$0)
        }
      }
    }
    return list.text
  }

  /// When a hedge starts: `hedge after p95, at least 2s`.
  func hedge(_ hedge: Hedge) -> ByteText {
    var list = PhraseList(separator: ", ")
    list.add("hedge after ", hedge.after)
    if let percentile = hedge.percentile {
      list.add {
        $0.append("hedge after ")
        $0.append(percentile)
      }
    }
    list.add("at least ", hedge.atLeast)
    if hedge.max > 1 { list.add("at most ", hedge.max) }
    return list.text
  }

  /// How requests wait for a candidate: `wait up to 5s, 100 at once`; nil if they do not.
  func wait(_ route: Route) -> ByteText? {
    guard let within = route.waitWithin, let most = route.waitAtMost else { return nil }
    var list = PhraseList(separator: ", ")
    list.add("wait up to ", within)
    list.add("", most, " at once")
    return list.text
  }

  /// What a ladder is: `ladder chat-ladder · keeps 4500ms · brownout from 25% in 30s, until 30s
  /// good`.
  func ladder(_ ladder: Ladder) -> ByteText {
    var list = PhraseList()
    list.add {
      $0.append("ladder ")
      name(ladder.name, to: &$0)
    }
    if ladder.reserve > .zero { list.add("reserve ", ladder.reserve) }
    if let share = ladder.enterExhausted {
      var brownout = PhraseList(separator: ", ")
      brownout.add("brownout from ", share)
      brownout.add("over ", ladder.enterOver)
      brownout.add("until good for ", ladder.leaveAfter)
      list.add { $0.append(brownout.text) }
    }
    return list.text
  }

  /// A step in lines: its name, when it is for, who is told, how it answers.
  func step(_ step: Step) -> [ByteText] {
    var lines = [ByteText { name(step.name, to: &$0) }]
    if !step.when.isEmpty {
      lines.append(
        ByteText {
          $0.append("only for ")
          $0.append(classes(step.when))
        })
    }
    for notify in graph.notifies[step.notifies] {
      lines.append(
        ByteText {
          $0.append("notify ")
          name(notify.handler, to: &$0)
          guard let rate = notify.atMost else { return }
          $0.append(", at most ")
          $0.append(rate)
        })
    }
    lines.append(answer(step))
    return lines
  }

  private func answer(_ step: Step) -> ByteText {
    var list = PhraseList()
    list.add { text in
      text.append(step.answer.word)
      switch step.answer {
      case .use:
        guard let target = step.target else { return }
        text.ascii(" ")
        name(self.name(target), to: &text)
      case .serveText:
        if let status = step.status { text.append(" ", Int(status), "") }
        guard let words = step.text else { return }
        text.append(": ")
        name(words, to: &text)
      case .call:
        guard let handler = step.text else { return }
        text.ascii(" ")
        name(handler, to: &text)
      case .shed: text.append(" below priority ", Int(step.below ?? 0), "")
      case .serveCache, .fail: break
      }
    }
    list.add("up to ", step.maxAge, " old")
    list.add("within ", step.within)
    return list.text
  }
}
