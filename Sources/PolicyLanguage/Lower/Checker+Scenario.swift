import PolicyGraph

extension Checker {
  /// The lists of a scenario while its statements are read.
  private struct ScenarioParts {
    var traffic: [Traffic] = []
    var models: [Model] = []
    var givens: [Given] = []
    var faults: [Fault] = []
    var expects: [Expect] = []
  }

  mutating func lowerScenario(_ index: Int, _ body: inout Cursor, _ stated: inout UInt16) {
    let declaration = declarations[index]
    var row = Scenario()
    if declaration.base >= 0 {
      row = graph.scenarios[ID(Int(declarations[Int(declaration.base)].row))]
    }
    row.name = name(declaration.name)
    row.doc = doc(Int(declaration.node))
    row.origin = origin(Int(declaration.node))
    var parts = ScenarioParts()
    while let statement = next(&body) {
      stated |= shapes.statements[statement.row].bit
      switch statement.keyword {
      case .traffic: lowerTraffic(statement, &parts.traffic)
      case .model: lowerModel(statement, &parts.models)
      case .given: lowerGiven(statement, &parts.givens)
      case .at: lowerFaults(statement, &parts.faults)
      case .expect: lowerExpect(statement, &parts.expects)
      case .runs: row.runs = positional(statement)?.count ?? row.runs
      case .seed: row.seed = positional(statement)?.a
      case .warmUp: row.warmUp = positional(statement)?.time
      default: break  // extends, allow
      }
    }
    if !parts.traffic.isEmpty { row.traffic = graph.traffic.add(contentsOf: parts.traffic) }
    if !parts.models.isEmpty { row.models = graph.models.add(contentsOf: parts.models) }
    if !parts.givens.isEmpty { row.givens = graph.givens.add(contentsOf: parts.givens) }
    if !parts.faults.isEmpty { row.faults = graph.faults.add(contentsOf: parts.faults) }
    if !parts.expects.isEmpty { row.expects = graph.expects.add(contentsOf: parts.expects) }
    graph.scenarios.set(ID(Int(declaration.row)), row)
  }

  private mutating func lowerTraffic(_ statement: Statement, _ list: inout [Traffic]) {
    guard statement.sound, let route = positional(statement) else { return }
    var row = Traffic()
    row.origin = origin(statement.node)
    row.route = self.row(at: Int(route.a))
    row.rate = value(statement, .rate)?.rate
    switch value(statement, .arrivals).flatMap({ words.word($0.word) }) {
    case .constant: row.arrivals = .constant
    case .burst: row.arrivals = .burst
    default: row.arrivals = .poisson  // the words that the schema allows
    }
    row.duration = value(statement, .for)?.time
    row.clients = value(statement, .clients)?.count
    row.think = value(statement, .think)?.time
    row.trace = trace(statement)
    row.patience = value(statement, .patience)?.time
    if let size = value(statement, .size) {
      row.sizeMin = size.a
      row.sizeMax = size.literal == .range ? size.b : size.a
    }
    row.tag = name(statement, .tag)
    row.tagValue = name(statement, .is)
    row.priority = value(statement, .priority)?.count
    switch value(statement, .delivery).flatMap({ words.word($0.word) }) {
    case .whole: row.delivery = .whole
    case .held: row.delivery = .held
    default: row.delivery = .shown  // the words that the schema allows
    }
    if let message = objection(row) {
      report(.combination(file: file, range: tree.range(statement.node), message))
    }
    list.append(row)
  }

  /// The file of requests that traffic comes from: held to the root of the program like an import.
  private mutating func trace(_ statement: Statement) -> Name? {
    guard let found = value(statement, .trace), let node = node(statement, .trace) else {
      return nil
    }
    let path = words.text(found.word)
    if ProgramPath.resolve(path, from: tree.source.name) == nil {
      report(.importOutsideRoot(file: file, range: tree.range(node), path: path))
    }
    return name(found.word)
  }

  private func objection(_ row: Traffic) -> String? {
    let sources =
      (row.rate == nil ? 0 : 1) + (row.clients == nil ? 0 : 1) + (row.trace == nil ? 0 : 1)
    if sources != 1 { return "`traffic` is one of `rate:`, `clients:` and `trace:`" }
    if row.trace == nil, row.duration == nil { return "`traffic` needs `for:`, its duration" }
    if (row.clients == nil) != (row.think == nil) { return "`clients:` and `think:` go together" }
    if (row.tag == nil) != (row.tagValue == nil) { return "`tag:` and `is:` go together" }
    return nil
  }

  private mutating func lowerModel(_ statement: Statement, _ list: inout [Model]) {
    guard statement.block >= 0,
      let endpoint = endpoint(positional(statement), at: firstNode(statement))
    else { return }
    var row = Model()
    row.endpoint = endpoint
    row.origin = origin(statement.node)
    var body = cursor(statement.block, .model)
    while let inner = next(&body) {
      switch inner.keyword {
      case .latency: row.latency = latency(inner)
      case .capacity: row.capacity = capacity(inner)
      default: break  // nothing else stands in a model
      }
    }
    list.append(row)
  }

  /// The node of the first argument.
  private func firstNode(_ statement: Statement) -> Int? {
    statement.first < statement.end ? Int(args[statement.first].node) : nil
  }

  private mutating func lowerGiven(_ statement: Statement, _ list: inout [Given]) {
    guard statement.sound, let handler = positional(statement) else { return }
    var row = Given()
    row.origin = origin(statement.node)
    row.kind =
      handler.kind != .choice
      ? .handler : words.word(handler.word) == .reconcile ? .reconcile : .cache
    if row.kind == .handler { row.handler = name(handler.word) }
    let served = value(statement, .served)?.share
    let landed = value(statement, .landed)?.share
    let wanted = row.kind == .reconcile ? landed : served
    guard let share = wanted, served == nil || landed == nil else {
      report(
        .combination(
          file: file, range: tree.range(statement.node),
          row.kind == .reconcile
            ? "`given reconcile` needs `landed:`" : "this handler needs `served:`"))
      return
    }
    row.share = share
    row.takes = value(statement, .takes)?.time ?? .zero
    list.append(row)
  }

  // MARK: Faults

  private mutating func lowerFaults(_ statement: Statement, _ list: inout [Fault]) {
    guard statement.block >= 0, let at = positional(statement)?.time else { return }
    var body = cursor(statement.block, .faults)
    while let inner = next(&body) {
      guard inner.sound, let kind = faultKind(inner.keyword) else { continue }
      var row = Fault()
      row.kind = kind
      row.at = at
      row.origin = origin(inner.node)
      if read(inner, &row) { list.append(row) }
    }
  }

  private func faultKind(_ word: Word) -> FaultKind? {
    FaultKind.allCases.first { "\($0.word)" == word.text }
  }

  private mutating func read(_ statement: Statement, _ row: inout Fault) -> Bool {
    row.duration = value(statement, .for)?.time
    row.share = value(statement, .share)?.share
    row.status = value(statement, .status)?.count
    row.code = name(statement, .code)
    row.body = name(statement, .body)
    row.retryAfter = value(statement, .retryAfter)?.time
    row.factor = value(statement, .factor)?.factor
    row.add = value(statement, .add)?.time
    row.rate = value(statement, .to)?.rate
    row.up = value(statement, .up)?.time
    row.down = value(statement, .down)?.time
    switch row.kind {
    case .cut: row.share = value(statement, .after)?.share
    case .errors: row.after = value(statement, .after)?.time
    case .outage, .blackhole, .slow, .rateLimit, .quota, .revoke, .malformed, .flap, .capacity,
      .load:
      break
    }
    if row.kind == .revoke {
      guard let credential = positional(statement) else { return false }
      row.credential = credential.a == 0 ? .environment : .file
      row.reference = name(credential.word)
      return checkRevoked(row, statement)
    }
    if row.kind == .load {
      row.route = positional(statement).flatMap { self.row(of: $0) }
      return true
    }
    guard readPlace(statement, &row) else { return false }
    return checkFault(statement, row)
  }

  private mutating func checkRevoked(_ row: Fault, _ statement: Statement) -> Bool {
    let known = graph.credentials.rows
    func number(_ source: CredentialSource, _ name: Name) -> Int {
      name.index << 1 | (source == .file ? 1 : 0)
    }
    let references =
      knownCredentials ?? KeySet(known.map { number($0.source, $0.reference) })
    knownCredentials = references
    if let name = row.reference,
      references.contains(number(row.credential, name))
    {
      return true
    }
    let text = row.reference.map { graph.text($0) } ?? ""
    // Of `env("NAME")` the name, with its quotes.
    let call = Int(args[statement.first].node)
    guard !program.isIncomplete else {
      unreadable += 1
      return false
    }
    let near = allNearest(
      text, in: known.filter { $0.source == row.credential }.map { graph.text($0.reference) })
    report(
      .unknownCredential(
        file: file, range: tree.range(call + 1), name: text, isFile: row.credential == .file,
        near: near))
    return false
  }

  /// Where a fault strikes: at one endpoint, or in one domain.
  private mutating func readPlace(_ statement: Statement, _ row: inout Fault) -> Bool {
    let place = positional(statement)
    let domains = (statement.first..<statement.end).filter { args[$0].row == 255 }
    guard (place == nil ? 0 : 1) + domains.count == 1 else {
      report(
        .combination(
          file: file, range: tree.headerRange(statement.node),
          "a fault hits one endpoint (`\(statement.keyword.text) NAME`) or one domain (`\(statement.keyword.text) region: NAME`)"
        ))
      return false
    }
    if place != nil {
      row.endpoint = endpoint(place, at: firstNode(statement))
      return row.endpoint != nil
    }
    let argument = args[domains[0]]
    let range = labelRange(argument, statement)
    guard checkDomain(argument.labelWord, argument.value.word, argument, range) else {
      return false
    }
    row.domain = domain(argument.labelWord, argument.value.word)
    return true
  }

  private mutating func checkFault(_ statement: Statement, _ row: Fault) -> Bool {
    let message: String?
    switch row.kind {
    case .errors where row.status == nil && row.code == nil && row.body == nil:
      message = "`errors` needs `status:`, `code:` or `body:` as the answer"
    case .errors where row.code != nil && row.body != nil:
      message = "`code:` generates a body and `body:` is one: use only one"
    case .slow where (row.factor == nil) == (row.add == nil):
      message = "`slow` is either `factor:` or `add:`"
    case .outage, .blackhole, .errors, .slow, .rateLimit, .quota, .revoke, .cut, .malformed, .flap,
      .capacity, .load:
      message = nil
    }
    guard let message else { return true }
    report(.combination(file: file, range: tree.headerRange(statement.node), message))
    return false
  }
}
