/// Draws a view as a Graphviz document, part by part.
struct DOTWriter {
  let view: GraphView
  let graph: FailoverGraph
  let phrase: Phrase
  let colours: DomainColours
  var out = DOTText()

  init(_ view: GraphView) {
    self.view = view
    graph = view.graph
    phrase = Phrase(view.graph)
    colours = DomainColours(view)
  }

  mutating func document() -> ByteText {
    var head = ByteText()
    head.append("digraph policy {\n")
    out.line(
      """
      graph [rankdir=TB, compound=true, newrank=true, bgcolor="white", pad=0.3, nodesep=0.35, \
      ranksep=0.55, fontname="Helvetica", fontsize=12, fontcolor="#303030"]
      """)
    out.line(
      """
      node [fontname="Helvetica", fontsize=11, fontcolor="#202020", margin="0.16,0.09", \
      height=0.3, shape=box, style="rounded,filled", fillcolor="white", color="#606060"]
      """)
    out.line(
      """
      edge [fontname="Helvetica", fontsize=10, fontcolor="#404040", color="#505050", \
      arrowsize=0.7]
      """)
    for id in view.routes { route(id) }
    for target in view.tops { self.target(target, order: nil) }
    for id in view.ladders.ids { ladder(id) }
    let edges = view.edges
    if edges.contains(where: { $0.to == .failure }) { failure() }
    notes()
    legend()
    column()
    for edge in edges { self.edge(edge, placesTarget: isAlone(edge, among: edges)) }
    caption()
    head.append(out.text)
    head.append("}\n")
    return head
  }

  /// Whether a reroute is all that leads to its target: then the arrow places it below the rules.
  private func isAlone(_ edge: GraphEdge, among edges: [GraphEdge]) -> Bool {
    guard edge.kind == .reroute, case .target(let target) = edge.to, view.tops.contains(target)
    else { return false }
    return !edges.contains { $0.kind != .reroute && $0.to == edge.to }
  }

  private mutating func route(_ id: ID<Route>) {
    let lines = phrase.route(graph.routes[id])
    let look = view.remains?.service(id).look ?? Remains.Service.full.look
    out.line {
      $0.id("r", id.index)
      $0.raw(look)
      $0.label(lines)
      $0.raw("]")
    }
  }

  /// A ladder as a cluster of its steps; an endpoint that only the ladder uses lies in it too.
  private mutating func ladder(_ id: ID<Ladder>) {
    let ladder = graph.ladders[id]
    let title = phrase.ladder(ladder)
    out.open {
      $0.raw("subgraph ")
      $0.id("cluster_l", id.index)
    }
    out.line {
      $0.label([title])
      $0.raw("; style=\"rounded,filled\"; color=\"#b9a36a\"; fillcolor=\"#fcf8ec\"")
    }
    for (i, step) in ladder.steps.enumerated() {
      var lines = phrase.step(graph.steps[step])
      lines[0] = ByteText {
        $0.append("", i + 1, ". ")
        $0.append(lines[0])
      }
      let look = view.remains?.mark(step).stepLook ?? Remains.Mark.left.stepLook
      if view.remains?.mark(step) == .takesOver { lines.append(DOTWriter.takesOver) }
      out.line {
        $0.id("s", step.index)
        $0.raw(look)
        $0.label(lines)
        $0.raw("]")
      }
    }
    for step in ladder.steps {
      guard let target = graph.steps[step].target,
        view.home(of: target) == .ladder(id, for: step)
      else { continue }
      self.target(target, order: nil)
    }
    out.close()
  }

  private mutating func failure() {
    out.line(
      """
      failure [shape=octagon, style="filled", margin="0.08,0.04", fillcolor="#fbe3e0", \
      color="#b03a2e", label="the request fails"]
      """)
  }
}
