@testable import PolicyGraph

/// Builds graphs by hand, for the tests of what comes after the compiler.
struct GraphBuilder {
  var graph = FailoverGraph()
  private var names: [String: Name] = [:]

  init(source: String = "hand.policy") {
    graph.sources.append(Source(name: name(source)))
    for known in InvariantCheck.knownClasses { _ = errorClass("\(known)") }
  }

  mutating func name(_ text: String) -> Name {
    if let known = names[text] { return known }
    let name = graph.texts.append(Array(text.utf8))
    names[text] = name
    return name
  }

  /// The classes of the language that these tests use, by name.
  mutating func errorClass(_ text: String) -> ID<ErrorClass> {
    let name = name(text)
    for id in graph.classes.ids where graph.classes[id].name == name { return id }
    var row = ErrorClass()
    row.name = name
    row.builtin = true
    row.executed =
      ["timeout", "unavailable", "interrupted", "malformed"].contains(text) ? .maybe : .no
    return graph.classes.append(row)
  }

  mutating func classes(_ texts: [String]) -> Rows<ClassMember> {
    let ids = texts.map { errorClass($0) }
    return graph.classMembers.append(
      contentsOf: ids.map { id in
        var row = ClassMember()
        row.errorClass = id
        return row
      })
  }

  mutating func domains(_ pairs: [(String, String)]) -> Rows<DomainMember> {
    let ids = pairs.map { domain($0.0, $0.1) }
    return graph.domainMembers.append(
      contentsOf: ids.map { id in
        var row = DomainMember()
        row.domain = id
        return row
      })
  }

  mutating func domain(_ label: String, _ text: String) -> ID<FaultDomain> {
    let (label, text) = (name(label), name(text))
    for id in graph.domains.ids
    where graph.domains[id].label == label && graph.domains[id].name == text {
      return id
    }
    var row = FaultDomain()
    row.label = label
    row.name = text
    return graph.domains.append(row)
  }

  mutating func words(_ texts: [String]) -> Rows<Word> {
    let ids = texts.map { name($0) }
    return graph.words.append(
      contentsOf: ids.map { id in
        var row = Word()
        row.text = id
        return row
      })
  }

  @discardableResult
  mutating func endpoint(
    _ text: String, domains pairs: [(String, String)], attempt: Tick = .s(12),
    _ change: (inout Endpoint, inout GraphBuilder) -> Void = { _, _ in }
  ) -> Target {
    var row = Endpoint()
    row.name = name(text)
    row.url = name("https://\(text).example.com")
    row.domains = domains(pairs)
    row.attemptTimeout = attempt
    row.origin = Origin(file: ID(0), line: UInt32(graph.endpoints.count) * 10 + 4)
    change(&row, &self)
    return .endpoint(graph.endpoints.append(row))
  }

  mutating func credentials(_ texts: [String]) -> Rows<Credential> {
    let ids = texts.map { name($0) }
    return graph.credentials.append(
      contentsOf: ids.map { id in
        var row = Credential()
        row.reference = id
        return row
      })
  }

  mutating func limits(
    requests: Rate? = nil, tokens: Rate? = nil, concurrency: UInt32? = nil, context: Int64? = nil
  ) -> Rows<Limit> {
    var row = Limit()
    row.requests = requests
    row.tokens = tokens
    row.concurrency = concurrency
    row.context = context
    return graph.limits.append(contentsOf: [row])
  }

  mutating func latency(p50: Tick, p99: Tick) -> ID<Latency> {
    let given: [(Int64, Tick)] = [(500_000, p50), (990_000, p99)]
    let points = given.map { millionths, value in
      var point = LatencyPoint()
      point.percentile = Percentile(millionths: millionths)
      point.value = value
      return point
    }
    var row = Latency()
    row.kind = .percentiles
    row.value = p50
    row.points = graph.latencyPoints.append(contentsOf: points)
    return graph.latencies.append(row)
  }

  @discardableResult
  mutating func group(
    _ text: String, _ kind: GroupKind, _ targets: [(Target, UInt32)],
    _ change: (inout Group, inout GraphBuilder) -> Void = { _, _ in }
  ) -> Target {
    var row = Group()
    row.name = name(text)
    row.kind = kind
    row.members = graph.members.append(
      contentsOf: targets.map { target, weight in
        var member = Member()
        member.target = target
        member.weight = weight
        return member
      })
    change(&row, &self)
    return .group(graph.groups.append(row))
  }

  mutating func rule(
    _ texts: [String], _ responses: [Response], reconcile: Tick? = nil
  ) -> Rule {
    var row = Rule()
    row.classes = classes(texts)
    row.otherwise = texts.isEmpty
    row.reconcile = reconcile != nil
    row.reconcileWithin = reconcile
    row.responses = graph.responses.append(contentsOf: responses)
    return row
  }

  mutating func retry(
    _ text: String, attempts: UInt32, rules: [Rule], _ change: (inout Retry) -> Void = { _ in }
  ) -> ID<Retry> {
    var row = Retry()
    row.name = name(text)
    row.attempts = attempts
    row.budget = .percent(20)
    row.rules = graph.rules.append(contentsOf: rules)
    change(&row)
    return graph.retries.append(row)
  }

  mutating func ladder(
    _ text: String, _ steps: [Step], _ change: (inout Ladder) -> Void = { _ in }
  ) -> ID<Ladder> {
    var row = Ladder()
    row.name = name(text)
    row.steps = graph.steps.append(contentsOf: steps)
    change(&row)
    return graph.ladders.append(row)
  }

  mutating func step(_ text: String, _ answer: AnswerKind, _ change: (inout Step) -> Void) -> Step {
    var row = Step()
    row.name = name(text)
    row.answer = answer
    change(&row)
    return row
  }

  mutating func errorTable(_ text: String, _ rows: [(String, ClosedRange<UInt32>)]) -> ID<
    ErrorTable
  > {
    let made = rows.map { row in
      var match = Match()
      match.first = row.1.lowerBound
      match.last = row.1.upperBound
      var made = ErrorRow()
      made.errorClass = errorClass(row.0)
      made.matches = graph.matches.append(contentsOf: [match])
      return made
    }
    var table = ErrorTable()
    table.name = name(text)
    table.rows = graph.errorRows.append(contentsOf: made)
    return graph.errorTables.append(table)
  }

  @discardableResult
  mutating func route(
    _ text: String, to target: Target, errors: ID<ErrorTable>, deadline: Tick, path: String,
    _ change: (inout Route, inout GraphBuilder) -> Void = { _, _ in }
  ) -> ID<Route> {
    var pattern = PathPattern()
    pattern.text = name(path)
    var match = RouteMatch()
    match.paths = graph.pathPatterns.append(contentsOf: [pattern])
    var row = Route()
    row.name = name(text)
    row.effect = .idempotent
    row.matches = graph.routeMatches.append(contentsOf: [match])
    row.target = target
    row.errors = errors
    row.deadline = deadline
    change(&row, &self)
    return graph.routes.append(row)
  }
}

extension Source {
  init(name: Name) {
    self.init()
    self.name = name
  }
}

extension Response {
  static func of(_ kind: ResponseKind, _ change: (inout Response) -> Void = { _ in }) -> Response {
    var row = Response()
    row.kind = kind
    change(&row)
    return row
  }
}
