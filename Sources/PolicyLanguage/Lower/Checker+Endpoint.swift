import PolicyGraph

/// What stands for "not stated" in a row whose field must be there in the end.
enum Unstated {
  static let time = Tick(ns: -1)
  static let name = Name(Int(UInt32.max))
  /// What stands for a stated `none` until it is known what silence means.
  static func none<R: Row>() -> ID<R> { ID(Int(UInt32.max)) }
}

extension Checker {
  mutating func lowerEndpoint(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Endpoint()
    row.attemptTimeout = Unstated.time
    row.url = Unstated.name
    if declaration.base >= 0 {
      row = graph.endpoints[ID(Int(declarations[Int(declaration.base)].row))]
    }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var parts = spareParts
    spareParts = EndpointParts()
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      lowerEndpoint(statement, &row, &parts)
    }
    if parts.ownCredentials {
      row.credentials = graph.credentials.add(contentsOf: parts.credentials)
    }
    if parts.ownDomains { row.domains = graph.domainMembers.add(contentsOf: parts.domains) }
    if parts.ownAttributes {
      row.attributes = graph.attributes.add(contentsOf: parts.attributes)
    }
    if parts.ownLimits { row.limits = graph.limits.add(contentsOf: parts.limits) }
    if parts.ownServes { row.serves = graph.servedValues.add(contentsOf: parts.serves) }
    graph.endpoints.set(ID(Int(declaration.row)), row)
    parts.reset()
    spareParts = parts
  }

  private mutating func lowerEndpoint(
    _ statement: Statement, _ row: inout Endpoint, _ parts: inout EndpointParts
  ) {
    switch statement.keyword {
    case .url: lowerURL(statement, &row)
    case .credential:
      parts.ownCredentials = true
      lowerCredential(statement, &parts.credentials)
    case .domain:
      if !parts.ownDomains { parts.domains.append(contentsOf: graph.domainMembers[row.domains]) }
      parts.ownDomains = true
      for i in statement.first..<statement.end where args[i].row == 255 {
        add(domain(args[i].labelWord, args[i].value.word), &parts)
      }
    case .attribute:
      if !parts.ownAttributes {
        parts.attributes.append(contentsOf: graph.attributes[row.attributes])
      }
      parts.ownAttributes = true
      lowerAttributes(statement, &parts)
    case .limit:
      if !parts.ownLimits { parts.limits.append(contentsOf: graph.limits[row.limits]) }
      parts.ownLimits = true
      lowerLimit(statement, &parts.limits)
    case .timeout:
      var timeouts = Timeouts()
      readTimeouts(statement, &timeouts)
      row.connectTimeout = timeouts.connect ?? row.connectTimeout
      row.firstByteTimeout = timeouts.firstByte ?? row.firstByteTimeout
      row.idleTimeout = timeouts.idle ?? row.idleTimeout
      row.attemptTimeout = timeouts.attempt ?? row.attemptTimeout
      row.streamTimeout = timeouts.stream ?? row.streamTimeout
      row.atLeast = timeouts.atLeast ?? row.atLeast
    case .errors: row.errors = table(positional(statement))
    case .retry: row.retry = positional(statement).flatMap { self.row(of: $0) }
    case .breaker: row.breaker = positional(statement).flatMap { self.row(of: $0) }
    case .probe: row.probe = probe(statement, row.probe)
    case .supports: row.supports = features(statement)
    case .serves:
      if !parts.ownServes { parts.serves.append(contentsOf: graph.servedValues[row.serves]) }
      parts.ownServes = true
      lowerServes(statement, &parts)
    case .idempotencyKey: row.idempotencyKey = idempotencyKey(statement)
    case .cooling: readCooling(statement, &row)
    case .availability: row.availability = positional(statement)?.share
    case .latency: row.latency = latency(statement) ?? row.latency
    case .capacity: row.capacity = capacity(statement) ?? row.capacity
    default: break  // extends, allow
    }
  }

  private mutating func readCooling(_ statement: Statement, _ row: inout Endpoint) {
    row.coolingMax = value(statement, .max)?.time ?? row.coolingMax
    if let hints = value(statement, .hints) {
      row.ignoresHints = words.word(hints.word) == .ignore
    }
    guard statement.sound else { return }
    let hasMax = value(statement, .max) != nil
    if !hasMax, value(statement, .hints) == nil {
      report(
        .combination(
          file: file, range: tree.range(statement.node), "`cooling` needs `max:` or `hints:`"))
    } else if hasMax, row.ignoresHints {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "hints that are ignored never pause an endpoint",
          notes: ["remove `max:`, or write `hints: honour`"]))
    }
  }

  private mutating func lowerURL(_ statement: Statement, _ row: inout Endpoint) {
    guard let value = positional(statement) else { return }
    row.urlVariable = nil
    var word = value.word
    if value.kind == .variable {
      row.urlVariable = name(value.word)
      guard value.a >= 0 else {
        row.url = name(text: "")
        return
      }
      word = WordID(raw: UInt32(truncatingIfNeeded: value.a))
    }
    if let why = URLShape.objection(words.bytes(word)) {
      let node = Int(args[statement.first].node)
      if why.isSecret {
        masked.append(Report.Masked(file: file, range: tree.range(node)))
        report(.secretInURL(file: file, range: tree.range(node), why: why.text))
      } else if why.isPlace {
        report(
          .misplacedCredential(
            file: file, range: tree.range(node), "this URL \(why.text)", note: why.note ?? ""))
      } else {
        report(.badURL(file: file, range: tree.range(node), why: why.text, note: why.note))
      }
    }
    row.url = name(word)
  }

  private mutating func lowerCredential(_ statement: Statement, _ list: inout [Credential]) {
    let account = name(statement, .account)
    for i in statement.first..<statement.end where args[i].value.kind == .credential {
      var credential = Credential()
      credential.source = args[i].value.a == 0 ? .environment : .file
      credential.reference = name(args[i].value.word)
      credential.account = account
      credential.origin = origin(statement.node)
      list.append(credential)
    }
  }

  /// The fault domain of a label and a name, made when it is first met.
  mutating func domain(_ label: WordID, _ word: WordID) -> ID<FaultDomain> {
    let key = UInt64(label.raw) << 32 | UInt64(word.raw)
    if let known = domainOf[key] { return known }
    var row = FaultDomain()
    row.label = name(label)
    row.name = name(word)
    let id = graph.domains.add(row)
    domainOf[key] = id
    domainLabels.insert(label)
    return id
  }

  /// Puts an endpoint into a domain, in place of another of the same label.
  private mutating func add(_ domain: ID<FaultDomain>, _ parts: inout EndpointParts) {
    var member = DomainMember()
    member.domain = domain
    let label = graph.domains[domain].label
    let same = parts.domainAt.place(of: label, in: parts.domains) {
      graph.domains[$0.domain].label
    }
    if let same { parts.domains[same] = member } else { parts.domains.append(member) }
  }

  private mutating func lowerAttributes(_ statement: Statement, _ parts: inout EndpointParts) {
    for i in statement.first..<statement.end where args[i].row == 255 {
      var attribute = Attribute()
      attribute.name = name(args[i].labelWord)
      attribute.value = name(args[i].value.word)
      checkCredentialHeader(args[i])
      if let same = parts.attributeAt.place(of: attribute.name, in: parts.attributes, by: \.name) {
        parts.attributes[same] = attribute
      } else {
        parts.attributes.append(attribute)
      }
    }
  }

  /// Reads a `limit`; one with the same `per:` is changed label by label.
  mutating func lowerLimit(_ statement: Statement, _ list: inout [Limit]) {
    var limit = Limit()
    if let value = value(statement, .per) { limit.scope = scope(value) }
    let same = list.firstIndex { $0.scope == limit.scope }
    if let same { limit = list[same] }
    limit.requests = value(statement, .requests)?.rate ?? limit.requests
    limit.tokens = value(statement, .tokens)?.rate ?? limit.tokens
    limit.concurrency = value(statement, .concurrency)?.count ?? limit.concurrency
    limit.context = value(statement, .context)?.size ?? limit.context
    limit.origin = origin(statement.node)
    if statement.sound, limit.requests == nil, limit.tokens == nil, limit.concurrency == nil,
      limit.context == nil
    {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          "`limit` needs at least one of `requests:`, `tokens:`, `concurrency:` and `context:`"))
    }
    if let same { list[same] = limit } else { list.append(limit) }
  }

  func readTimeouts(_ statement: Statement, _ timeouts: inout Timeouts) {
    timeouts.connect = value(statement, .connect)?.time
    timeouts.firstByte = value(statement, .firstByte)?.time
    timeouts.idle = value(statement, .idle)?.time
    timeouts.attempt = value(statement, .attempt)?.time
    timeouts.stream = value(statement, .stream)?.time
    timeouts.atLeast = value(statement, .atLeast)?.time
  }

  private mutating func probe(_ statement: Statement, _ base: ID<Probe>?) -> ID<Probe>? {
    guard statement.sound else { return base }
    var row = Probe()
    row.timeout = .s(1)
    row.downAfter = 3
    row.upAfter = 2
    if let base { row = graph.probes[base] }
    if let value = value(statement, .path), let node = node(statement, .path) {
      checkRequestPath(words.bytes(value.word), tree.range(node))
      row.path = name(value.word)
    }
    row.every = value(statement, .every)?.time ?? row.every
    row.timeout = value(statement, .timeout)?.time ?? row.timeout
    row.downAfter = value(statement, .downAfter)?.count ?? row.downAfter
    row.upAfter = value(statement, .upAfter)?.count ?? row.upAfter
    row.origin = origin(statement.node)
    var ranges: [StatusRange] = []
    for i in statement.first..<statement.end where args[i].label == .status {
      var range = StatusRange()
      (range.first, range.last) = statusRange(args[i].value)
      ranges.append(range)
    }
    if !ranges.isEmpty {
      row.statuses = graph.statusRanges.add(contentsOf: ranges)
    } else if base == nil {
      var range = StatusRange()
      range.first = 200
      range.last = 299
      row.statuses = graph.statusRanges.add(contentsOf: [range])
    }
    return graph.probes.add(row)
  }

  /// Both ends of a status, or of a range of them.
  func statusRange(_ value: Value) -> (UInt32, UInt32) {
    let low = UInt32(truncatingIfNeeded: value.a)
    return value.literal == .range ? (low, UInt32(truncatingIfNeeded: value.b)) : (low, low)
  }

  /// The features that a statement names.
  mutating func features(_ statement: Statement) -> Rows<Feature> {
    var rows: [Feature] = []
    var places = NamePlaces()
    for i in statement.first..<statement.end {
      var row = Feature()
      row.name = name(args[i].value.word)
      if places.place(of: row.name, in: rows, by: \.name) == nil { rows.append(row) }
    }
    return graph.features.add(contentsOf: rows)
  }

  private mutating func idempotencyKey(_ statement: Statement) -> ID<IdempotencyKey>? {
    guard let header = value(statement, .header), let node = node(statement, .header) else {
      return nil
    }
    checkHeaderName(words.bytes(header.word), tree.range(node), example: "Idempotency-Key")
    var row = IdempotencyKey()
    row.header = name(header.word)
    row.replayedFor = value(statement, .replayedFor)?.time
    row.sharedBy = name(statement, .sharedBy)
    if let value = value(statement, .uniqueAmong) {
      row.unique = words.word(value.word) == .open ? .open : .all
    }
    row.origin = origin(statement.node)
    return graph.idempotencyKeys.add(row)
  }
}
