import PolicyGraph

extension Checker {
  /// Reports responses that could execute a `once` request a second time.
  mutating func validateOnce(
    _ use: RouteView.Use, _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    guard let retry = use.retry else { return }
    validateUnclassified(retry, route, declaration)
    var told = KeySet<ID<Rule>>()
    for rowID in graph.errorTables[use.table].rows {
      guard let rule = repeats(graph.errorRows[rowID], retry), !told.contains(rule) else {
        continue
      }
      for response in graph.rules[rule].responses
      where sendsAgain(graph.responses[response].kind)
        && !protected(graph.responses[response], use, view, route)
      {
        told.insert(rule)
        reportRepeat(response, rule, use, view, route, declaration)
        break
      }
    }
  }

  /// The rule that answers a failure after which the request may have been executed, unless it asks
  /// first; nil where there is none.
  private func repeats(_ row: ErrorRow, _ retry: ID<Retry>) -> ID<Rule>? {
    guard row.executed == .maybe, let errorClass = row.errorClass,
      let rule = rule(for: errorClass, in: retry, on: .once), !graph.rules[rule].reconcile
    else { return nil }
    return rule
  }

  /// Reports responses that send a `once` request again after an error that nobody understands.
  private mutating func validateUnclassified(
    _ retry: ID<Retry>, _ route: Route, _ declaration: Declaration
  ) {
    guard let id = rule(for: BuiltinClass.id(.unclassified), in: retry, on: .once),
      let response = graph.rules[id].responses.first(where: {
        sendsAgain(graph.responses[$0].kind)
      })
    else { return }
    let place = sites.responses[response.index]
    diagnostics.append(
      .illegalForClass(
        file: place.file, range: range(place),
        "`\(graph.responses[response].kind.word)` is not allowed for `unclassified` on \(quoted(route.name)): an unknown failure is never sent twice",
        related: [related("this route is `once`", site(declaration, .effect))],
        notes: ["end with `degrade` or `fail`, or classify the error in its table"]))
  }

  /// The rule that answers a class; the effect matters to `unclassified` alone.
  func rule(
    for id: ID<ErrorClass>, in retry: ID<Retry>, on effect: Effect = .read
  ) -> ID<Rule>? {
    graph.rule(for: id, in: retry, effect: effect)
  }

  private func sendsAgain(_ kind: ResponseKind) -> Bool {
    switch kind {
    case .sameEndpoint, .failover, .rotateCredential, .reroute, .resume: true
    case .degrade, .fail: false
    }
  }

  /// Whether idempotency keys make sending again safe, whichever endpoint failed.
  private func protected(
    _ response: Response, _ use: RouteView.Use, _ view: RouteView, _ route: Route
  ) -> Bool {
    for id in view.endpoints {
      let endpoint = graph.endpoints[id]
      guard (endpoint.errors ?? route.errors) == use.table,
        (endpoint.retry ?? route.retry) == use.retry
      else { continue }
      guard let key = key(id, route) else { return false }
      switch response.kind {
      case .sameEndpoint, .degrade, .fail: continue
      // Another credential may be another account, which does not know the key.
      case .rotateCredential: guard key.sharedBy != nil else { return false }
      case .failover, .reroute, .resume:
        guard let label = key.sharedBy, let home = domain(of: id, label) else { return false }
        let isNarrowed = response.kind == .failover && response.same == label
        for other in view.endpoints where other != id {
          let isEqual = domain(of: other, label) == home
          if isNarrowed, !isEqual { continue }
          guard isEqual, let second = self.key(other, route), second.header == key.header,
            second.sharedBy == label
          else { return false }
        }
      }
    }
    return true
  }

  /// The key of an endpoint, if it holds for a request of this route.
  private func key(_ id: ID<Endpoint>, _ route: Route) -> IdempotencyKey? {
    guard let keyID = graph.endpoints[id].idempotencyKey else { return nil }
    let key = graph.idempotencyKeys[keyID]
    guard key.unique == .all, let time = key.replayedFor, time >= route.deadline else { return nil }
    return key
  }

  /// The domain of a label that an endpoint lies in.
  func domain(of id: ID<Endpoint>, _ label: Name) -> ID<FaultDomain>? {
    graph.domainMembers[graph.endpoints[id].domains].first {
      graph.domains[$0.domain].label == label
    }?.domain
  }

  /// Reports responses that lead away from where a key protects, after it was sent under that key.
  ///
  /// A request that timed out and is safely sent again may then be refused: the class says "not
  /// executed", and is true of the last attempt only.
  mutating func validateOnceUnderKey(
    _ view: RouteView, _ route: Route, _ declaration: Declaration
  ) {
    guard let first = resentUnderKey(view, route) else { return }
    var told = KeySet<ID<Response>>()
    for use in view.uses {
      guard let retry = use.retry else { continue }
      for rowID in graph.errorTables[use.table].rows {
        let row = graph.errorRows[rowID]
        guard row.executed == .no, let errorClass = row.errorClass,
          let rule = rule(for: errorClass, in: retry, on: .once)
        else { continue }
        for response in graph.rules[rule].responses
        where sendsAgain(graph.responses[response].kind)
          && !protected(graph.responses[response], use, view, route)
          && told.insert(response)
        {
          reportAway(response, errorClass, first, route, declaration)
        }
      }
    }
  }

  /// The first class that may have been executed and is sent again under a key, and by what.
  private func resentUnderKey(
    _ view: RouteView, _ route: Route
  ) -> (class: ID<ErrorClass>, response: ID<Response>)? {
    for use in view.uses {
      guard let retry = use.retry else { continue }
      for rowID in graph.errorTables[use.table].rows {
        let row = graph.errorRows[rowID]
        guard let rule = repeats(row, retry), let errorClass = row.errorClass else { continue }
        // Where no key protects it, that is the finding, and nobody speaks of a key.
        if let response = graph.rules[rule].responses.first(where: {
          sendsAgain(graph.responses[$0].kind)
            && protected(graph.responses[$0], use, view, route)
        }) {
          return (errorClass, response)
        }
      }
    }
    return nil
  }

  private mutating func reportAway(
    _ response: ID<Response>, _ after: ID<ErrorClass>,
    _ first: (class: ID<ErrorClass>, response: ID<Response>), _ route: Route,
    _ declaration: Declaration
  ) {
    let place = sites.responses[response.index]
    let word = graph.responses[response].kind.word
    diagnostics.append(
      .meaning(
        .repeatsOnce, file: place.file, range: range(place),
        "\(quoted(route.name)) could be executed twice: sent again under its key after \(quoted(graph.classes[first.class].name)), it may then meet \(quoted(graph.classes[after].name)), and `\(word)` takes it to an endpoint that does not know the key",
        related: [
          related("sent again under its key here", sites.responses[first.response.index]),
          related("this route is `once`", site(declaration, .effect)),
        ],
        notes: [
          "stay among endpoints that share the key, as in `failover same: LABEL`; or end with `degrade` or `fail`"
        ]))
  }

  private mutating func reportRepeat(
    _ response: ID<Response>, _ rule: ID<Rule>, _ use: RouteView.Use, _ view: RouteView,
    _ route: Route, _ declaration: Declaration
  ) {
    guard let retry = use.retry else { return }
    let place = sites.responses[response.index]
    var others = [related("this route is `once`", site(declaration, .effect))]
    var classes: [ID<ErrorClass>] = []
    for row in graph.errorTables[use.table].rows
    where repeats(graph.errorRows[row], retry) == rule {
      guard let found = graph.errorRows[row].errorClass, !classes.contains(found) else { continue }
      classes.append(found)
      if !program.files[Int(sites.errorRows[row.index].file.raw)].builtin {
        others.append(
          related(
            "\(quoted(graph.classes[found].name)) comes from here", sites.errorRows[row.index])
        )
      }
    }
    let names = classes.map { quoted(graph.classes[$0].name) }
    diagnostics.append(
      .meaning(
        .repeatsOnce, file: place.file, range: range(place),
        "\(quoted(route.name)) could be executed twice: after \(joined(names, with: "or")) it may have been executed, and `\(graph.responses[response].kind.word)` sends it again",
        related: others,
        notes: [
          "ask first: `reconcile within: …;` before this response; or end with `degrade` or `fail`",
          keyNote(view, route),
        ]
          + (program.files[Int(place.file.raw)].builtin
            ? ["a retry for `once` routes extends `standard-once`"] : [])))
  }

  /// What an idempotency key would do, or why the one that is there does not protect.
  private func keyNote(_ view: RouteView, _ route: Route) -> String {
    let hasKey = view.endpoints.contains { graph.endpoints[$0].idempotencyKey != nil }
    return hasKey
      ? "an `idempotency-key` protects if its `replayed-for:` covers the deadline (\(route.deadline.spelling)) and all endpoints share the key"
      : "no endpoint of \(quoted(route.name)) has an `idempotency-key`; one that all endpoints share, replayed for at least \(route.deadline.spelling), would protect it"
  }
}

/// Which endpoints only `once` routes reach, under a breaker.
struct OnceUse {
  private(set) var once: [Bool]
  private(set) var other: [Bool]
  private(set) var breaker: [ID<Breaker>?]
  private(set) var routeOf: [ID<Route>?]

  init(endpoints: Int) {
    once = [Bool](repeating: false, count: endpoints)
    other = once
    breaker = [ID<Breaker>?](repeating: nil, count: endpoints)
    routeOf = [ID<Route>?](repeating: nil, count: endpoints)
  }

  mutating func note(_ endpoint: ID<Endpoint>, _ route: Route, _ id: ID<Route>, _ own: ID<Breaker>?)
  {
    if route.effect == .once {
      once[endpoint.index] = true
      routeOf[endpoint.index] = id
      breaker[endpoint.index] = breaker[endpoint.index] ?? own ?? route.breaker
    } else {
      other[endpoint.index] = true
    }
  }

  /// What is not judged is not held against an endpoint.
  mutating func spoil(_ view: RouteView) {
    for endpoint in view.endpoints { other[endpoint.index] = true }
  }
}

extension Checker {
  /// Reports endpoints whose breaker only an order could close again.
  mutating func validateOnceProbes(_ use: OnceUse) {
    for id in graph.endpoints.ids {
      guard use.once[id.index], !use.other[id.index], let breaker = use.breaker[id.index],
        let route = use.routeOf[id.index], graph.endpoints[id].probe == nil,
        graph.breakers[breaker].probeCalls > 0
      else { continue }
      let declared = declaration(of: .target, row: id.index)
      let place = Sites.Site(file: declared?.file ?? FileID(0), node: declared?.node ?? 0)
      diagnostics.append(
        .meaning(
          .onceWithoutProbe, file: place.file, range: range(place),
          "endpoint \(quoted(graph.endpoints[id].name)) is reached only by `once` routes under a breaker, so it needs a `probe`",
          related: [
            related(
              "breaker \(quoted(graph.breakers[breaker].name))",
              Sites.Site(
                file: declaration(of: .breaker, row: breaker.index)?.file ?? place.file,
                node: declaration(of: .breaker, row: breaker.index)?.node ?? place.node)),
            related(
              "a `once` route",
              site(declaration(of: .route, row: route.index), .effect)),
          ],
          notes: [
            "a `once` request never probes while another candidate exists: without `probe path: …, every: …` the breaker may stay open",
            "or write `probe none` in the breaker: then the cooldown alone closes it",
          ]))
    }
  }
}
