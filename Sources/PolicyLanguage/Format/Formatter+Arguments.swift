extension Formatter {
  /// Prints the arguments of a statement: on one line where they were and fit, else broken after
  /// commas, the lines below the first argument.
  ///
  /// - Parameter tail: columns that what follows on the last line takes.
  mutating func arguments(of statement: Int, through last: Int?, tail: Int) {
    guard let last else { return }
    let end = Int(tree.nodes[last].lastToken)
    let first = Int(tree.nodes[statement].token) + 1
    let room = Layout.widthMax - printer.column - tail
    if flatWidth(first, through: end, atMost: room) != nil {
      flat(first, through: end)
      return
    }
    let indent = printer.column
    var argument = statement + 1
    while argument <= last {
      let next = argument + tree.nodes[argument].size
      let isLast = argument == last
      place(argument, isFirst: argument == statement + 1, indent: indent, tail: isLast ? tail : 1)
      if !isLast {
        printer.append(",")
        pass(Int(tree.nodes[argument].lastToken) + 1)
      }
      argument = next
    }
  }

  /// Prints one argument where there is room for it.
  private mutating func place(_ argument: Int, isFirst: Bool, indent: Int, tail: Int) {
    let first = Int(tree.nodes[argument].token)
    let last = Int(tree.nodes[argument].lastToken)
    let room = Layout.widthMax - tail
    let lead = isFirst ? 0 : 1
    let fits = flatWidth(first, through: last, atMost: room - printer.column - lead) != nil
    let fitsBelow = flatWidth(first, through: last, atMost: room - indent) != nil
    let brackets = opener(of: argument)
    if !isFirst {
      let wasBelow = tree.tokens[first].followsNewline
      let headFits =
        brackets.map {
          flatWidth(first, through: $0, atMost: Layout.widthMax - printer.column - lead) != nil
        } ?? false
      if wasBelow || !fits && (fitsBelow || !headFits) {
        comments(before: first, indent: indent, first: true, keepsBlank: false)
        printer.newLine(indent: indent)
      } else {
        printer.space()
      }
    }
    guard let brackets, flatWidth(first, through: last, atMost: room - printer.column) == nil else {
      flat(first, through: last)
      return
    }
    flat(first, through: brackets)
    let value = tree.nodes[argument].kind == .labelled ? argument + 1 : argument
    items(of: value)
  }

  /// The bracket that opens the list or the call of an argument or a value, if it holds anything.
  private func opener(of argument: Int) -> Int? {
    let value = tree.nodes[argument].kind == .labelled ? argument + 1 : argument
    let node = tree.nodes[value]
    let opener: Int
    switch node.kind {
    case .list: opener = Int(node.token)
    case .call: opener = Int(node.token) + 1
    case .file, .statement, .labelled, .leaf, .block, .unexpected: return nil
    }
    let holdsNothing =
      node.size == 1
      && !Gap.holdsComment(
        tree.tokens[opener].end, Int(tree.tokens[Int(node.lastToken)].start),
        in: tree.source.bytes)
    return holdsNothing ? nil : opener
  }

  /// Prints what stands in the brackets of a list or a call, a line each, and the closing bracket.
  private mutating func items(of value: Int) {
    let node = tree.nodes[value]
    let closer = Int(node.lastToken)
    let outer = printer.indent
    let indent = outer + Layout.indent
    var item = value + 1
    while item < value + node.size {
      let last = Int(tree.nodes[item].lastToken)
      let next = item + tree.nodes[item].size
      let isLast = next == value + node.size
      comments(
        before: Int(tree.nodes[item].token), indent: indent, first: item == value + 1,
        keepsBlank: false)
      printer.newLine(indent: indent)
      itemValue(item)
      if !isLast || node.kind == .list { printer.append(",") }
      if tree.tokens[last + 1].kind == .comma { pass(last + 1) }
      item = next
    }
    comments(before: closer, indent: indent, first: true, keepsBlank: false)
    printer.newLine(indent: outer)
    token(closer)
  }

  private mutating func itemValue(_ item: Int) {
    let first = Int(tree.nodes[item].token)
    let last = Int(tree.nodes[item].lastToken)
    let room = Layout.widthMax - printer.column - 1
    if let opener = opener(of: item), flatWidth(first, through: last, atMost: room) == nil {
      flat(first, through: opener)
      items(of: item)
    } else {
      flat(first, through: last)
    }
  }
}
