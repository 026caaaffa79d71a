extension DOTWriter {
  static let takesOver = ByteText { $0.append("▶ takes over") }

  /// Above the picture, what is out and what that leaves.
  mutating func caption() {
    guard let lines = phrase.caption(view) else { return }
    // Set last, so that no cluster has it for a default.
    out.line {
      $0.label(lines)
      $0.raw("; labelloc=t; fontsize=16; fontcolor=\"#202020\"")
    }
  }

  /// An endpoint that an outage takes away: its name and why, in grey.
  mutating func outEndpoint(_ id: ID<Endpoint>, _ outage: Outage, order: Int?) {
    let lines = numbered(phrase.endpoint(id, outBy: outage), order)
    out.line {
      $0.id("e", id.index)
      $0.raw(" [style=\"rounded,filled,dashed\", fillcolor=\"#f0f0f0\", color=\"#a8a8a8\", ")
      $0.raw("fontcolor=\"#8a8a8a\", ")
      $0.label(lines)
      $0.raw("]")
    }
  }
}

extension Remains {
  /// How an arrow is drawn that an outage changes; nil for one as ever.
  func style(_ edge: GraphEdge) -> StaticString? {
    let isTaken =
      switch edge.to {
      case .target(let target): mark(target) == .takesOver && edge.kind == .failover
      case .step(let step): mark(step) == .takesOver
      case .route, .retry, .ladder, .failure: false
      }
    if isTaken { return "color=\"#1d7a34\", fontcolor=\"#1d7a34\", penwidth=3" }
    // On the way down nothing is left to come from.
    if edge.kind == .degrade, case .target(let target) = edge.from, left(target) == .none {
      return "color=\"#b03a2e\", fontcolor=\"#b03a2e\", penwidth=3"
    }
    guard case .target(let target) = edge.to, left(target) == .none else { return nil }
    switch edge.kind {
    case .hedge:
      return "style=dotted, color=\"#c4c4c4\", fontcolor=\"#a8a8a8\", constraint=false"
    case .enter, .member, .failover, .reroute, .degrade, .step, .use:
      return "style=dotted, color=\"#c4c4c4\", fontcolor=\"#a8a8a8\""
    }
  }
}

extension Remains.Service {
  /// How a route is drawn with what is left for it.
  var look: StaticString {
    switch self {
    case .full: " [fillcolor=\"#28394a\", color=\"#28394a\", fontcolor=\"white\", "
    case .part, .degraded: " [fillcolor=\"#8f6500\", color=\"#8f6500\", fontcolor=\"white\", "
    case .none: " [fillcolor=\"#a02c20\", color=\"#a02c20\", fontcolor=\"white\", "
    }
  }
}

extension Remains.Mark {
  /// How a step of a ladder is drawn.
  var stepLook: StaticString {
    switch self {
    case .left: " [shape=box, style=\"filled\", color=\"#b9a36a\", fillcolor=\"#fffdf6\", "
    case .takesOver:
      " [shape=box, style=\"filled\", color=\"#1d7a34\", fillcolor=\"#fffdf6\", penwidth=3.5, "
    case .out:
      " [shape=box, style=\"filled,dashed\", color=\"#a8a8a8\", fontcolor=\"#8a8a8a\", fillcolor=\"#f0f0f0\", "
    }
  }

  /// How the frame of a group is drawn, after its label.
  var groupLook: StaticString {
    switch self {
    case .left: "; style=\"rounded,filled\"; color=\"#9aa5b1\"; fillcolor=\""
    case .takesOver:
      "; style=\"rounded,filled\"; color=\"#1d7a34\"; penwidth=3.5; fillcolor=\""
    case .out:
      "; style=\"rounded,filled,dashed\"; color=\"#a8a8a8\"; fontcolor=\"#8a8a8a\"; fillcolor=\""
    }
  }
}
