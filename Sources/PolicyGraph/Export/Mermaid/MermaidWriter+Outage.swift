extension MermaidWriter {
  /// Beside the picture, what is out and what that leaves.
  mutating func caption() {
    guard let lines = phrase.caption(view) else { return }
    text.append("  outage[\"")
    label(lines)
    text.append("\"]:::note\n")
  }

  /// The title of a group, with what is left of it.
  func title(_ id: ID<Group>) -> ByteText {
    ByteText {
      $0.append(phrase.group(id))
      if let remains = view.remains { $0.append(phrase.left(of: id, view, remains)) }
    }
  }

  /// What is said of an endpoint.
  func lines(_ id: ID<Endpoint>) -> [ByteText] {
    let lines = phrase.endpoint(graph.endpoints[id])
    guard let remains = view.remains else { return lines }
    switch remains.mark(.endpoint(id)) {
    case .out: return phrase.endpoint(id, outBy: remains.outage)
    case .left: return lines
    case .takesOver: return lines + [DOTWriter.takesOver]
    }
  }

  /// Greys what is out, and frames what takes over.
  mutating func remains() {
    guard let remains = view.remains else { return }
    for id in view.endpoints { style("e", id.index, remains.mark(.endpoint(id))) }
    for id in view.groups { style("g", id.index, remains.mark(.group(id))) }
    for id in view.ladders.ids {
      for step in graph.ladders[id].steps { style("s", step.index, remains.mark(step)) }
    }
    for id in view.routes {
      switch remains.service(id) {
      case .full: continue
      case .part, .degraded:
        text.append("  style r", id.index, " fill:#8f6500,stroke:#8f6500,color:#ffffff\n")
      case .none:
        text.append("  style r", id.index, " fill:#a02c20,stroke:#a02c20,color:#ffffff\n")
      }
    }
  }

  private mutating func style(_ letter: StaticString, _ row: Int, _ mark: Remains.Mark) {
    switch mark {
    case .left: return
    case .out:
      text.append("  style ")
      text.append(letter, row, " fill:#f0f0f0,stroke:#a8a8a8,color:#8a8a8a,stroke-dasharray:4 3\n")
    case .takesOver:
      text.append("  style ")
      text.append(letter, row, " stroke:#1d7a34,stroke-width:4px\n")
    }
  }
}
