import PolicyGraph

/// Which retries answer failures, over all routes.
struct RetryUses {
  private(set) var used = KeySet<ID<Retry>>()
  private(set) var spoiled = KeySet<ID<Retry>>()

  mutating func add(_ view: RouteView) {
    for use in view.uses { if let retry = use.retry { used.insert(retry) } }
  }

  /// Leaves out the rules of a route that cannot be judged.
  mutating func spoil(_ view: RouteView) {
    for use in view.uses { if let retry = use.retry { spoiled.insert(retry) } }
  }
}

extension Checker {
  /// The classes that a table can produce, each once, in the order of its rows.
  func producible(_ table: ID<ErrorTable>) -> [ID<ErrorClass>] {
    var seen = KeySet<ID<ErrorClass>>()
    var result: [ID<ErrorClass>] = []
    for row in graph.errorRows[graph.errorTables[table].rows] {
      guard let errorClass = row.errorClass, seen.insert(errorClass) else { continue }
      result.append(errorClass)
    }
    return result
  }

  /// Reports classes of a table that a retry leaves without a response.
  mutating func validateTotal(_ table: ID<ErrorTable>, _ retry: ID<Retry>, _ route: Route) {
    guard validated.insert(RouteView.Use(table: table, retry: retry)) else { return }
    let rules = graph.rules[graph.retries[retry].rules]
    guard !rules.contains(where: \.otherwise) else { return }
    var answered = KeySet<ID<ErrorClass>>([
      BuiltinClass.id(.cancelled), BuiltinClass.id(.unclassified), BuiltinClass.id(.noCandidate),
      BuiltinClass.id(.notServed),
    ])
    for rule in rules {
      for member in graph.classMembers[rule.classes] { answered.insert(member.errorClass) }
    }
    let open = producible(table).filter { !answered.contains($0) && !graph.isRefusal($0) }
    guard !open.isEmpty else { return }
    let names = open.map { quoted(graph.classes[$0].name) }
    let declared = declaration(of: .retry, row: retry.index)
    let place = Sites.Site(file: declared?.file ?? FileID(0), node: declared?.node ?? 0)
    var others: [Diagnostic.Related] = []
    if let row = graph.errorTables[table].rows.first(where: {
      graph.errorRows[$0].errorClass == open[0]
    }),
      !program.files[Int(sites.errorRows[row.index].file.raw)].builtin
    {
      others = [related("produced here", sites.errorRows[row.index])]
    }
    diagnostics.append(
      .meaning(
        .unansweredClass, file: place.file, range: range(place),
        "retry \(quoted(graph.retries[retry].name)) has no response to \(joined(names, with: "and")), which error table \(quoted(graph.errorTables[table].name)) produces",
        related: others, notes: ["add them to an `on`, or write `otherwise { … }`"]))
  }

  /// Validates what every used retry says of its classes: `otherwise` is for whatever comes,
  /// also where one of its responses helps little.
  mutating func validateRetryUses(_ uses: RetryUses, _ broken: Broken) {
    for retry in graph.retries.ids
    where uses.used.contains(retry) && !uses.spoiled.contains(retry) && !broken.retry(retry, self) {
      for id in graph.retries[retry].rules {
        let rule = graph.rules[id]
        for member in graph.classMembers[rule.classes] {
          validateResponses(rule, to: member.errorClass)
        }
      }
    }
  }

  // MARK: Responses that make no sense for a class

  private mutating func validateResponses(_ rule: Rule, to id: ID<ErrorClass>) {
    for response in rule.responses {
      let kind = graph.responses[response].kind
      guard let why = objection(to: kind, for: id) else { continue }
      let place = sites.responses[response.index]
      let name = quoted(graph.classes[id].name)
      diagnostics.append(
        .illegalForClass(
          file: place.file, range: range(place),
          "`\(kind.word)` is no response to \(name): \(why)",
          notes: kind == .resume
            ? ["after the commit every cut is `interrupted`: `on interrupted { resume; failover }`"]
            : []))
    }
  }

  /// Why a response makes no sense for a class; nil if it does.
  private func objection(to kind: ResponseKind, for id: ID<ErrorClass>) -> String? {
    let word = id.index < BuiltinClass.all.count ? BuiltinClass.all[id.index].word : .class
    switch kind {
    case .degrade, .fail: return nil
    case .resume:
      return word == .interrupted ? nil : "only an answer that was cut can be continued"
    case .rotateCredential:
      let scoped = graph.classes[id].scope == .credential || graph.classes[id].scope == .account
      let overridden = graph.errorRows.rows.contains {
        $0.errorClass == id && ($0.scope == .credential || $0.scope == .account)
      }
      return scoped || overridden ? nil : "another credential does not help"
    case .sameEndpoint:
      switch word {
      case .tooLarge: return "the request will not fit there next time either"
      case .rejected, .contentFiltered: return "the request itself was refused"
      case .quotaExhausted: return "the quota stays used up until its reset"
      case .unauthorized, .forbidden: return "the same credential is refused again"
      case .banned: return "no caller from this address may try until the ban is lifted"
      default: return nil  // every other class may be tried again
      }
    case .failover, .reroute:
      return word == .clock ? "a wrong clock is wrong everywhere" : nil
    }
  }
}
