/// The picture of the routes: the order of endpoints, and the steps of the ladder below them.
struct TopologyDrawing {
  let report: ScenarioReport
  let palette: Palette
  private let layout: TopologyLayout

  private static let box = (width: 196, height: 40)
  private static let pitch = (x: 260, y: 52)
  private static let margin = 6

  init(_ report: ScenarioReport, palette: Palette) {
    self.report = report
    self.palette = palette
    layout = TopologyLayout(report.topology)
  }

  /// The drawing; it keeps its size, and narrow pages scroll it.
  var markup: Markup {
    if report.topology.isEmpty { return "" }
    let box = TopologyDrawing.box
    let pitch = TopologyDrawing.pitch
    let width = (layout.width - 1) * pitch.x + box.width + 2 * TopologyDrawing.margin
    let height =
      Figure.whole((layout.height - 1) * Double(pitch.y)) + box.height
      + 2 * TopologyDrawing.margin
    var out: Markup = """
      <div class="scroll" tabindex="0" role="group" aria-label="Topology"><svg class="topology" \
      role="img" aria-label="\(label)" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" xmlns="http://www.w3.org/2000/svg">

      """
    for edge in layout.edges { out += draw(edge.from, edge.to, rank: edge.rank) }
    for place in report.topology.indices { out += draw(place) }
    return out + "</svg></div>\n"
  }

  private func corner(_ place: Int) -> (x: Int, y: Int) {
    let y = (layout.rows[place] * Double(TopologyDrawing.pitch.y)).rounded()
    return (
      TopologyDrawing.margin + layout.columns[place] * TopologyDrawing.pitch.x,
      TopologyDrawing.margin + Figure.whole(y)
    )
  }

  /// An edge, with its rank where there is a choice; dashed to the ladder.
  private func draw(_ from: Int, _ to: Int, rank: Int) -> Markup {
    let box = TopologyDrawing.box
    let start = (x: corner(from).x + box.width, y: corner(from).y + box.height / 2)
    let end = (x: corner(to).x, y: corner(to).y + box.height / 2)
    let isStep = report.topology[to].kind == .step
    // Across in the first gap and then straight on: the row of a leaf is free up to it.
    let turn = min(end.x - 22, start.x + 46)
    var out: Markup = "<path class=\"wire\(isStep ? " ladder" : "")\" d=\"M\(start.x) \(start.y)"
    out += "C\(start.x + 26) \(start.y) \(turn - 26) \(end.y) \(turn) \(end.y)H\(end.x - 2)\"/>"
    let isChoice = report.topology[from].kind == .group && report.topology[from].children.count > 1
    if isChoice || isStep {
      let number = isStep ? rank - stepsBefore(from) : rank
      out += "<text class=\"rank\" x=\"\(end.x - 12)\" y=\"\(end.y - 4)\">\(number)</text>"
    }
    return out + "\n"
  }

  /// How many children of a route are no steps: its topology, which stands before its ladder.
  private func stepsBefore(_ route: Int) -> Int {
    report.topology[route].children.count {
      report.topology.indices.contains($0) && report.topology[$0].kind != .step
    }
  }

  private func draw(_ place: Int) -> Markup {
    let node = report.topology[place]
    let box = TopologyDrawing.box
    let (x, y) = corner(place)
    let name = node.kind == .step ? TopologyDrawing.short(node.name) : node.name
    let faults = affecting(node)
    let words = node.detail.isEmpty ? node.name : "\(node.name): \(node.detail)"
    var out: Markup = "<g class=\"\(colour(node))\"><title>\(words)</title>"
    out += "<rect class=\"node \(node.kind.markup)\" x=\"\(x)\" y=\"\(y)\" width=\"\(box.width)\" "
    out += "height=\"\(box.height)\" rx=\"6\"/>"
    if node.kind == .endpoint || node.kind == .step {
      out += "<rect class=\"stripe\" x=\"\(x)\" y=\"\(y)\" width=\"6\" height=\"\(box.height)\"/>"
    }
    let isAlone = node.detail.isEmpty
    let text: Markup = node.kind == .route ? "label light" : "label"
    out += "<text class=\"\(text)\" x=\"\(x + 14)\" y=\"\(y + (isAlone ? 24 : 17))\">"
    out += "\(VisibleName.cut(name, to: 24 - 3 * min(3, faults.count)))</text>"
    if !isAlone {
      out += "<text class=\"\(text) small\" x=\"\(x + 14)\" y=\"\(y + 32)\">"
      out += "\(VisibleName.cut(node.detail, to: 34))</text>"
    }
    return out + TopologyDrawing.badges(faults, right: x + box.width, y) + "</g>\n"
  }

  /// The faults that affect an endpoint.
  private func affecting(_ node: TopologyNode) -> [Int] {
    guard node.kind == .endpoint,
      let place = report.endpoints.firstIndex(where: { $0.name == node.name })
    else { return [] }
    return report.faults.indices.filter { report.faults[$0].endpoints.contains(place) }
  }

  /// The numbers of faults, at a node's upper right corner; three at most.
  private static func badges(_ faults: [Int], right: Int, _ y: Int) -> Markup {
    var out = Markup()
    let shown = faults.prefix(3)
    for (i, fault) in shown.enumerated() {
      let x = right - 10 - (shown.count - 1 - i) * 18
      out += "<circle class=\"badge\" cx=\"\(x)\" cy=\"\(y + 10)\" r=\"7.5\"/>"
      out += "<text class=\"badge\" x=\"\(x)\" y=\"\(y + 13)\">"
      out += i == 2 && faults.count > 3 ? "…</text>" : "\(fault + 1)</text>"
    }
    return out
  }

  private func colour(_ node: TopologyNode) -> Markup {
    switch node.kind {
    case .endpoint: palette.endpoint(node.name)
    case .step: palette.step(step(node.name))
    case .route, .group: "plain"
    }
  }

  /// A step as the report lists it, where the picture names it without its ladder.
  private func step(_ name: String) -> String {
    report.steps.contains(name)
      ? name : report.steps.first { TopologyDrawing.short($0) == name } ?? name
  }

  /// A step without the name of its ladder, which its neighbours would only repeat.
  private static func short(_ step: String) -> String {
    step.split(separator: "/", maxSplits: 1).last.map(String.init) ?? step
  }

  private var label: String {
    let nodes = report.topology
    let parts = nodes.filter { !$0.children.isEmpty }.prefix(40).map { node in
      let names = node.children.filter { nodes.indices.contains($0) }.map { nodes[$0].name }
      return "\(node.kind.rawValue) \(node.name) leads to \(names.joined(separator: ", "))"
    }
    return parts.isEmpty ? "Topology" : parts.joined(separator: "; ")
  }
}

extension TopologyNode.Kind {
  fileprivate var markup: Markup {
    switch self {
    case .route: "route"
    case .group: "group"
    case .endpoint: "endpoint"
    case .step: "step"
    }
  }
}
