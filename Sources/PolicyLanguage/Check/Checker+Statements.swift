import PolicyGraph

/// Walks the statements of one block.
struct Cursor {
  var next: Int
  let end: Int
  let context: Context
  /// The number of the block, so that repetitions are seen.
  let block: Int32
}

extension Checker {
  /// A walk over the block at `node`, or over the file.
  mutating func cursor(_ node: Int, _ context: Context) -> Cursor {
    blocks += 1
    return Cursor(
      next: node + 1, end: node + tree.nodes[node].size, context: context, block: blocks)
  }

  /// The next statement whose keyword belongs here, its arguments checked into `args`.
  mutating func next(_ cursor: inout Cursor) -> Statement? {
    while cursor.next < cursor.end, !diagnostics.isFull {
      let node = cursor.next
      let size = tree.nodes[node].size
      cursor.next = node + size
      guard tree.nodes[node].kind == .statement else { continue }
      let token = tree.tokens[Int(tree.nodes[node].token)]
      var word = token.word
      let row: Int
      walk = cursor
      readsAsMeant = false
      if let found = Schema.row(token.word, in: cursor.context) {
        row = found
      } else if cursor.context == .errors, isClass(token.word) {
        row = Schema.errorRowIndex
      } else {
        // One that was misspelt is read as what it was meant to be: that it is missing, or that
        // nobody declares its name, would be the same mistake once more.
        guard let meant = unknownKeyword(node, cursor.context) else { continue }
        row = meant.row
        word = meant.word
        readsAsMeant = true
      }
      if seenBlock[row] == cursor.block, !shapes.statements[row].repeatable {
        report(
          .repeatedStatement(
            file: file, range: tree.headRange(node),
            word: text(ofToken: Int(tree.nodes[node].token)),
            first: tree.headRange(Int(seenNode[row]))))
      } else {
        seenBlock[row] = cursor.block
        seenNode[row] = Int32(truncatingIfNeeded: node)
      }
      let result = statement(row, node, word)
      if result.keyword == .allow, result.sound { noteAllowance(result) }
      return result
    }
    return nil
  }

  /// Reads the arguments of a statement against its row.
  private mutating func statement(_ row: Int, _ node: Int, _ word: WordID) -> Statement {
    let shape = shapes.statements[row]
    var result = Statement(
      row: row, keyword: shape.word, word: word, node: node, block: -1, first: args.count,
      end: args.count, sound: true)
    currentFirst = args.count
    tooManyIn = -1
    currentStatement = node
    var position = 0
    var filled: UInt32 = 0
    var child = node + 1
    let end = node + tree.nodes[node].size
    while child < end, !diagnostics.isFull {
      switch tree.nodes[child].kind {
      case .block: result.block = child
      case .labelled:
        if !labelled(child, row, shape, &filled) { result.sound = false }
      case .leaf, .list, .call:
        if !positional(child, row, shape, &position, &filled) { result.sound = false }
      case .unexpected:
        unreadable += 1
        result.sound = false
      case .file, .statement: break
      }
      child += tree.nodes[child].size
    }
    result.end = args.count
    // A declaration in the place of its name is one mistake.
    checkBlock(node, shape, &result)
    checkMissing(row, node, shape, filled, &result)
    return result
  }

  private mutating func labelled(
    _ node: Int, _ row: Int, _ shape: Shapes.Statement, _ filled: inout UInt32
  ) -> Bool {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    guard tree.nodes[node].size > 1 else {
      unreadable += 1
      return false
    }
    if token.kind == .word, let i = place(of: words.word(token.word), shape) {
      if filled & (1 << UInt32(i)) != 0 {
        report(
          .repeatedLabel(
            file: file, range: token.range, label: tree.source.text(token.range),
            list: list(of: node, shape)))
        return false
      }
      filled |= 1 << UInt32(i)
      return values(node + 1, row, Int(shape.firstArgument) + i, UInt8(i), token.word)
    }
    if shape.open >= 0 {
      let label = token.kind == .percentile ? words.intern(percentileText(token)) : token.word
      guard isNew(label) else {
        report(
          .repeatedLabel(
            file: file, range: token.range, label: tree.source.text(token.range),
            list: list(of: node, shape)))
        return false
      }
      return values(node + 1, row, Int(shape.open), 255, label)
    }
    // As with keywords: a label that was misspelt is read as what it was meant to be.
    if let near = unknownLabel(node, row, shape), let i = place(of: near, shape),
      filled & (1 << UInt32(i)) == 0
    {
      filled |= 1 << UInt32(i)
      let label = words.intern(Array(near.text.utf8))
      _ = values(node + 1, row, Int(shape.firstArgument) + i, UInt8(i), label)
    }
    return false
  }

  /// Which argument of a statement has a label.
  ///
  /// Always inlined, as a call that only reads the checker copies it.
  @inline(__always)
  private func place(of word: Word?, _ shape: Shapes.Statement) -> Int? {
    guard let word else { return nil }
    for i in Int(shape.positionals)..<Int(shape.argumentCount)
    where shapes.arguments[Int(shape.firstArgument) + i].label == word {
      return i
    }
    return nil
  }

  /// Whether an open label is new in the statement at hand.
  private mutating func isNew(_ label: WordID) -> Bool {
    if args.count == currentFirst { openLabels.removeAll() }
    // Few labels are compared with one another, many are looked up.
    if args.count - currentFirst < 16 {
      return !args[currentFirst...].contains { $0.row == 255 && $0.labelWord == label }
    }
    if openLabels.isEmpty {
      for argument in args[currentFirst...] where argument.row == 255 {
        openLabels.insert(argument.labelWord)
      }
    }
    return openLabels.insert(label)
  }

  private func percentileText(_ token: Token) -> [UInt8] {
    Array(tree.source.bytes[Int(token.start)..<token.end])
  }

  private mutating func positional(
    _ node: Int, _ row: Int, _ shape: Shapes.Statement, _ position: inout Int,
    _ filled: inout UInt32
  ) -> Bool {
    guard position < Int(shape.positionals) else {
      reportTooMany(node, row, shape)
      return false
    }
    let index = Int(shape.firstArgument) + position
    filled |= 1 << UInt32(position)
    let sound = values(node, row, index, UInt8(position), WordID(raw: 0))
    if !shapes.arguments[index].many { position += 1 }
    return sound
  }

  /// Reports the first value too many of a statement, unless its grammar is wrong already.
  private mutating func reportTooMany(_ node: Int, _ row: Int, _ shape: Shapes.Statement) {
    let parent = currentStatement
    if tooManyIn == parent || readsAsMeant
      || syntaxFindings.count > 0 && syntaxFindings.holds(file, tree.range(parent))
    {
      unreadable += 1
      return
    }
    tooManyIn = parent
    report(tooManyArguments(node, row, shape))
  }

  /// Reads one value, or each of a list, into `args`.
  private mutating func values(
    _ node: Int, _ row: Int, _ index: Int, _ position: UInt8, _ label: WordID
  ) -> Bool {
    guard tree.nodes[node].kind == .list else {
      return value(node, row, index, position, label)
    }
    guard shapes.arguments[index].many else {
      if readsAsMeant {
        unreadable += 1
        return false
      }
      report(
        .unwantedList(
          file: file, range: tree.range(node), place: place(row, index, label),
          wanted: shapes.source(index).type.wanted))
      return false
    }
    var sound = true
    var child = node + 1
    let end = node + tree.nodes[node].size
    if child == end {
      report(.emptyList(file: file, range: tree.range(node), place: place(row, index, label)))
      return false
    }
    while child < end {
      if tree.nodes[child].kind == .unexpected || !value(child, row, index, position, label) {
        sound = false
      }
      child += tree.nodes[child].size
    }
    return sound
  }

  private mutating func value(
    _ node: Int, _ row: Int, _ index: Int, _ position: UInt8, _ label: WordID
  ) -> Bool {
    guard let value = evaluate(node, row, index, label) else { return false }
    args.append(
      Argument(
        label: shapes.arguments[index].label, row: position, labelWord: label, value: value,
        node: Int32(truncatingIfNeeded: node)))
    return true
  }

  private mutating func checkMissing(
    _ row: Int, _ node: Int, _ shape: Shapes.Statement, _ filled: UInt32, _ result: inout Statement
  ) {
    for i in 0..<Int(shape.argumentCount) where filled & (1 << UInt32(i)) == 0 {
      let index = Int(shape.firstArgument) + i
      guard shapes.arguments[index].required else { continue }
      if result.sound {
        report(
          .missingArgument(
            file: file, range: tree.headerRange(node),
            keyword: text(ofToken: Int(tree.nodes[node].token)),
            row: shapes.source(index)))
      }
      result.sound = false
    }
    if shape.open >= 0, shape.argumentCount == 0, result.first == result.end, result.sound {
      report(
        .missingArgument(
          file: file, range: tree.headerRange(node),
          keyword: text(ofToken: Int(tree.nodes[node].token)),
          row: shapes.source(Int(shape.open)), isOpen: true))
      result.sound = false
    }
  }

  private mutating func checkBlock(
    _ node: Int, _ shape: Shapes.Statement, _ result: inout Statement
  ) {
    let keyword = { (checker: Checker) in
      checker.text(ofToken: Int(checker.tree.nodes[node].token))
    }
    if result.block >= 0, shape.block == nil {
      report(
        .unwantedBlock(
          file: file, range: tree.headRange(result.block), keyword: keyword(self),
          declares: Schema.declares(result.word)))
      result.block = -1
      result.sound = false
    } else if result.block < 0, shape.blockRequired, result.sound {
      report(.missingBlock(file: file, range: tree.headerRange(node), keyword: keyword(self)))
      result.sound = false
    }
  }
}
