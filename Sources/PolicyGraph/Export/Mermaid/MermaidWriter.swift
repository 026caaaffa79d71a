/// Draws a view as a Mermaid flowchart.
///
/// Every text stands in quotes, and the signs that mean something there are written as entities, so
/// a name can do nothing but be read.
struct MermaidWriter {
  let view: GraphView
  let graph: FailoverGraph
  let phrase: Phrase
  private let colours: DomainColours
  var text = ByteText()
  private var references: [(group: ID<Group>, place: Int, target: Target)] = []

  init(_ view: GraphView) {
    self.view = view
    graph = view.graph
    phrase = Phrase(view.graph)
    colours = DomainColours(view)
  }

  mutating func document() -> ByteText {
    text.append("flowchart TB\n")
    caption()
    for id in view.routes {
      node("r", id.index, phrase.route(graph.routes[id]), "route", depth: 0)
    }
    for target in view.tops { self.target(target, order: nil, depth: 0) }
    for id in view.ladders.ids { ladder(id) }
    for id in view.retries.ids { retry(id) }
    for id in view.breakers.ids {
      node("b", id.index, phrase.breaker(graph.breakers[id]), "note", depth: 0)
    }
    let edges = view.edges
    if edges.contains(where: { $0.to == .failure }) {
      text.append("  failure[\"the request fails\"]:::failure\n")
    }
    for edge in edges { self.edge(edge) }
    notes()
    classes()
    remains()
    return text
  }

  private mutating func node(
    _ letter: StaticString, _ row: Int, _ lines: [ByteText], _ style: StaticString, depth: Int
  ) {
    indent(depth)
    text.append(letter, row, "[\"")
    label(lines)
    text.append("\"]:::")
    text.append(style)
    text.append("\n")
  }

  private mutating func target(_ target: Target, order: Int?, depth: Int) {
    guard depth <= ArtifactFormat.topologyDepthMax else { return }
    switch target {
    case .endpoint(let id): endpoint(id, order: order, depth: depth)
    case .group(let id):
      let group = graph.groups[id]
      open("g", id.index, numbered([title(id)], order), depth: depth)
      entry(id, group, depth: depth + 1)
      for (i, child) in view.children(of: id).enumerated() {
        let order = group.kind == .activePassive ? i + 1 : nil
        if view.home(of: child) == .group(id, at: i) {
          self.target(child, order: order, depth: depth + 1)
        } else {
          reference(child, at: i, of: id, order: order, depth: depth + 1)
        }
      }
      close(depth: depth)
    }
  }

  /// Where requests come in, if members do not simply follow one another: a subgraph cannot be
  /// joined to what lies within it.
  private mutating func entry(_ id: ID<Group>, _ group: Group, depth: Int) {
    switch group.kind {
    case .activePassive: return
    case .activeActive:
      indent(depth)
      text.append("g", id.index, "_in((\" \"))\n")
    case .select:
      indent(depth)
      text.append("g", id.index, "_in{\" \"}\n")
    }
  }

  /// A member that is drawn elsewhere.
  private mutating func reference(
    _ child: Target, at place: Int, of group: ID<Group>, order: Int?, depth: Int
  ) {
    let name = phrase.name(child)
    let lines = numbered([ByteText { $0.append(graph.bytes(name)) }], order)
    indent(depth)
    text.append("m", group.index, "_")
    text.append("", place, "([\"")
    label(lines)
    text.append("\"]):::elsewhere\n")
    references.append((group, place, child))
  }

  private mutating func endpoint(_ id: ID<Endpoint>, order: Int?, depth: Int) {
    let endpoint = graph.endpoints[id]
    let lines = numbered(lines(id), order)
    indent(depth)
    text.append("e", id.index, "([\"")
    label(lines)
    text.append("\"])")
    if let number = colours.number(of: endpoint, in: graph) { text.append(":::domain", number, "") }
    text.append("\n")
  }

  private mutating func ladder(_ id: ID<Ladder>) {
    let ladder = graph.ladders[id]
    open("l", id.index, [phrase.ladder(ladder)], depth: 0)
    for (i, step) in ladder.steps.enumerated() {
      let lines = numbered(phrase.step(graph.steps[step]), i + 1)
      node("s", step.index, lines, "step", depth: 1)
    }
    for step in ladder.steps {
      guard let target = graph.steps[step].target,
        view.home(of: target) == .ladder(id, for: step)
      else { continue }
      self.target(target, order: nil, depth: 1)
    }
    close(depth: 0)
  }

  private mutating func retry(_ id: ID<Retry>) {
    let retry = graph.retries[id]
    var lines = [phrase.retry(retry)]
    for rule in phrase.table(of: id) {
      lines.append(
        ByteText {
          $0.append(rule.classes)
          $0.append(" → ")
          $0.append(rule.responses)
        })
    }
    node("n", id.index, lines, "note", depth: 0)
  }

  /// Dotted lines from each route to what holds for it, and from a member to where it is drawn.
  private mutating func notes() {
    for reference in references {
      text.append("  m", reference.group.index, "_")
      text.append("", reference.place, " -.- ")
      target(reference.target)
      text.append("\n")
    }
    for id in view.routes {
      let route = graph.routes[id]
      if let retry = route.retry { tie(id, "n", retry.index) }
      if let breaker = route.breaker { tie(id, "b", breaker.index) }
    }
  }

  private mutating func tie(_ route: ID<Route>, _ letter: StaticString, _ row: Int) {
    text.append("  r", route.index, " -.- ")
    text.append(letter, row, "\n")
  }

  private mutating func edge(_ edge: GraphEdge) {
    text.append("  ")
    end(edge.from, of: edge, exit: true)
    let arrow: (StaticString, StaticString) =
      switch edge.kind {
      case .enter: (" ==", "==> ")
      case .hedge, .reroute, .use: (" -.", ".-> ")
      case .member, .failover, .degrade, .step: (" --", "--> ")
      }
    if edge.label.isEmpty {
      switch edge.kind {
      case .hedge, .reroute, .use: text.append(" -.-> ")
      case .enter: text.append(" ==> ")
      case .member, .failover, .degrade, .step: text.append(" --> ")
      }
    } else {
      text.append(arrow.0)
      text.append(" \"")
      label(edge.label)
      text.append("\" ")
      text.append(arrow.1)
    }
    end(edge.to, of: edge, exit: false)
    text.append("\n")
  }

  private mutating func end(_ end: GraphEdge.End, of edge: GraphEdge, exit: Bool) {
    switch end {
    case .route(let id): text.append("r", id.index, "")
    case .retry(let id): text.append("n", id.index, "")
    case .ladder(let id): text.append("l", id.index, "")
    case .step(let id): text.append("s", id.index, "")
    case .failure: text.append("failure")
    case .target(let target):
      if edge.kind == .member, exit, case .group(let id) = target {
        text.append("g", id.index, "_in")
      } else if let (group, place) = edge.place(exit: exit),
        view.home(of: target) != .group(group, at: place)
      {
        text.append("m", group.index, "_")
        text.append(Int64(place))
      } else {
        self.target(target)
      }
    }
  }

  private mutating func target(_ target: Target) {
    switch target {
    case .endpoint(let id): text.append("e", id.index, "")
    case .group(let id): text.append("g", id.index, "")
    }
  }

  private mutating func classes() {
    text.append("  classDef route fill:#28394a,stroke:#28394a,color:#ffffff\n")
    text.append("  classDef step fill:#fffdf6,stroke:#b9a36a,color:#202020\n")
    text.append("  classDef note fill:#fbfbfb,stroke:#b0b0b0,color:#202020,text-align:left\n")
    text.append(
      "  classDef elsewhere fill:#ffffff,stroke:#909090,stroke-dasharray:4 3,color:#606060\n")
    text.append("  classDef failure fill:#fbe3e0,stroke:#b03a2e,color:#202020\n")
    for i in colours.domains.indices {
      text.append("  classDef domain", i, " fill:")
      text.append(DomainColour.palette[i].fill)
      text.append(",stroke:")
      text.append(DomainColour.palette[i].line)
      text.append(",color:#202020\n")
    }
  }

  private mutating func open(
    _ letter: StaticString, _ row: Int, _ lines: [ByteText], depth: Int
  ) {
    indent(depth)
    text.append("subgraph ")
    text.append(letter, row, "[\"")
    label(lines)
    text.append("\"]\n")
  }

  private mutating func close(depth: Int) {
    indent(depth)
    text.append("end\n")
  }

  private mutating func indent(_ depth: Int) {
    for _ in 0...depth { text.append("  ") }
  }

  private func numbered(_ lines: [ByteText], _ order: Int?) -> [ByteText] {
    guard let order, let first = lines.first else { return lines }
    let numbered = ByteText {
      $0.append("", order, ". ")
      $0.append(first)
    }
    return [numbered] + lines.dropFirst()
  }

  mutating func label(_ lines: [ByteText]) {
    for (i, line) in lines.enumerated() {
      if i > 0 { text.append("<br/>") }
      var mayBeList = true
      for byte in line.visible(max: 160) {
        // Markdown makes a list of a line that begins `1.`, `1)`, `-` or `+`; Mermaid refuses
        // lists.
        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        if mayBeList, ".)-+".utf8.contains(byte) {
          text.append("#", Int(byte), ";")
        } else {
          escape(byte)
        }
        mayBeList = mayBeList && isDigit
      }
    }
  }

  /// What Mermaid or Markdown would read as more than text becomes an entity.
  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): text.append("#quot;")
    case UInt8(ascii: "<"): text.append("#lt;")
    case UInt8(ascii: ">"): text.append("#gt;")
    case UInt8(ascii: "&"): text.append("#amp;")
    case UInt8(ascii: "#"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "~"):
      text.append("#", Int(byte), ";")
    case _: text.bytes.append(byte)
    }
  }
}
