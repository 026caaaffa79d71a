extension DOTWriter {
  /// The rules and the breakers beside the picture, each as a small table named by its route.
  mutating func notes() {
    for id in view.retries.ids { retry(id) }
    for id in view.breakers.ids { breaker(id) }
    guard view.routes.count == 1, let route = view.routes.first,
      let first = view.retries.ids.first
    else { return }
    out.line {
      $0.raw("{ rank=same; ")
      $0.id("r", route.index)
      $0.id("; n", first.index)
      $0.raw(" }")
    }
  }

  /// Invisible arrows that keep the tables and the legend in one column.
  mutating func column() {
    var rows: [(StaticString, Int)] = view.retries.ids.map { ("n", $0.index) }
    rows += view.breakers.ids.map { ("b", $0.index) }
    if colours.domains.count > 1 { rows.append(("d", 0)) }
    for i in rows.indices.dropFirst() {
      out.line {
        $0.id(rows[i - 1].0, rows[i - 1].1)
        $0.raw(" -> ")
        $0.id(rows[i].0, rows[i].1)
        $0.raw(" [style=invis]")
      }
    }
  }

  /// Two columns: the failure, and how it is answered.
  private mutating func retry(_ id: ID<Retry>) {
    let title = phrase.retry(graph.retries[id])
    let rows = phrase.table(of: id)
    out.line {
      $0.id("n", id.index)
      $0.openTable()
      $0.row([[title]], span: 2)
      for row in rows {
        $0.row([row.classes.wrapped(at: 30), row.responses.wrapped(at: 44)])
      }
      $0.closeTable()
    }
  }

  private mutating func breaker(_ id: ID<Breaker>) {
    let lines = phrase.breaker(graph.breakers[id])
    out.line {
      $0.id("b", id.index)
      $0.openTable()
      $0.row([[lines[0]]])
      $0.row([Array(lines.dropFirst())])
      $0.closeTable()
    }
  }

  /// Which colour is which domain.
  mutating func legend() {
    guard let label = colours.label, colours.domains.count > 1 else { return }
    let title = ByteText {
      $0.append("colour: ")
      phrase.name(label, to: &$0)
    }
    out.open { $0.raw("subgraph cluster_legend") }
    out.line {
      $0.label([title])
      $0.raw("; style=\"rounded\"; color=\"#c8c8c8\"; fontsize=10")
    }
    for (i, domain) in colours.domains.enumerated() {
      let colour = DomainColour.palette[i]
      let name = ByteText { phrase.name(graph.domains[domain].name, to: &$0) }
      out.line {
        $0.id("d", i)
        $0.raw(" [style=\"filled\", fontsize=10, margin=\"0.08,0.03\", height=0.2, fillcolor=\"")
        $0.raw(colour.fill)
        $0.raw("\", color=\"")
        $0.raw(colour.line)
        $0.raw("\", ")
        $0.label([name])
        $0.raw("]")
      }
    }
    out.line {
      $0.raw("{ rank=same; ")
      for i in colours.domains.indices {
        if i > 0 { $0.raw(" -> ") }
        $0.id("d", i)
      }
      $0.raw(" [style=invis] }")
    }
    out.close()
  }
}

extension ByteText {
  /// The text in lines of about `width` bytes, broken at blanks.
  func wrapped(at width: Int) -> [ByteText] {
    var lines = [ByteText()]
    for word in bytes.split(separator: UInt8(ascii: " ")) {
      let last = lines.count - 1
      if lines[last].bytes.isEmpty {
        lines[last].append(word)
      } else if lines[last].bytes.count + 1 + word.count > width {
        var line = ByteText()
        line.append(word)
        lines.append(line)
      } else {
        lines[last].append(" ")
        lines[last].append(word)
      }
    }
    return lines
  }
}
