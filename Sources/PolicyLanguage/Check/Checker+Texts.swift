import PolicyGraph

extension Checker {
  mutating func text(_ token: Token) -> Value? {
    if let plain = TextLiteral.plain(tree.source, token) {
      if SecretShape.looksLikeSecret(tree.source.bytes[plain]) { return literalSecret(token) }
      let word = words.intern(tree.source.bytes, from: plain.lowerBound, to: plain.upperBound)
      return Value(kind: .literal, literal: .text, word: word)
    }
    switch TextLiteral.decode(tree.source, token) {
    case .success(let bytes):
      if SecretShape.looksLikeSecret(bytes[...]) { return literalSecret(token) }
      return Value(kind: .literal, literal: .text, word: words.intern(bytes))
    case .failure(let bad):
      report(.badEscape(file: file, range: bad.range, text: tree.source.text(bad.range)))
      return nil
    }
  }

  /// Refuses a secret in the text, without ever repeating it.
  mutating func literalSecret(_ token: Token) -> Value? {
    masked.append(Report.Masked(file: file, range: token.range))
    report(.literalSecret(file: file, range: token.range))
    return nil
  }

  mutating func credential(
    _ node: Int, _ row: Int, _ index: Int, _ label: WordID
  ) -> Value? {
    let token = tree.tokens[Int(tree.nodes[node].token)]
    guard shapes.arguments[index].credential else {
      report(
        .unwantedCall(
          file: file, range: tree.range(node), place: place(row, index, label),
          wanted: shapes.source(index).type.wanted))
      return nil
    }
    let source: Word? = words.word(token.word)
    guard source == .env || source == .file else {
      if let secret = secretInside(node) { return literalSecret(secret) }
      report(
        .unknownCall(
          file: file, range: token.range, found: tree.source.text(token.range)))
      return nil
    }
    let inner = node + 1
    guard tree.nodes[node].size == 2, tree.nodes[inner].kind == .leaf,
      tree.tokens[Int(tree.nodes[inner].token)].kind == .text,
      let value = text(tree.tokens[Int(tree.nodes[inner].token)])
    else {
      if tree.nodes[node].size != 2 || tree.nodes[inner].kind != .leaf
        || tree.tokens[Int(tree.nodes[inner].token)].kind != .text
      {
        report(
          .callWantsText(file: file, range: tree.range(node), call: tree.source.text(token.range)))
      }
      return nil
    }
    let bytes = words.bytes(value.word)
    if source == .env ? !Spelling.isVariable(bytes) : !Spelling.isFilePath(bytes) {
      report(.badVariable(file: file, range: tree.range(inner), isFile: source == .file))
      return nil
    }
    return Value(kind: .credential, a: source == .env ? 0 : 1, word: value.word)
  }
}

extension Checker {
  /// Reads `env("NAME")` or `env("NAME", else: "TEXT")`, where a text may be read from.
  mutating func variable(_ node: Int) -> Value? {
    let head = tree.tokens[Int(tree.nodes[node].token)]
    guard words.word(head.word) == .env else {
      if let secret = secretInside(node) { return literalSecret(secret) }
      report(.unknownVariable(file: file, range: head.range, found: tree.source.text(head.range)))
      return nil
    }
    let children = tree.children(node)
    let isPair = children.count == 2 && tree.nodes[children[1]].kind == .labelled
    guard let name = children.first.flatMap(textToken), children.count == 1 || isPair else {
      report(.variableWantsText(file: file, range: tree.range(node)))
      return nil
    }
    guard let name = text(name) else { return nil }
    if !Spelling.isVariable(words.bytes(name.word)) {
      report(.badVariable(file: file, range: tree.range(children[0]), isFile: false))
      return nil
    }
    guard isPair else { return Value(kind: .variable, a: -1, word: name.word) }
    guard let token = tree.children(children[1]).first.flatMap(textToken) else {
      report(.variableWantsText(file: file, range: tree.range(node)))
      return nil
    }
    guard let fallback = text(token) else { return nil }
    return Value(kind: .variable, a: Int64(fallback.word.raw), word: name.word)
  }

  /// The token of a node that is a text.
  private func textToken(_ node: Int) -> Token? {
    guard tree.nodes[node].kind == .leaf else { return nil }
    let token = tree.tokens[Int(tree.nodes[node].token)]
    return token.kind == .text ? token : nil
  }

  /// The first text of a call that looks like a secret.
  private func secretInside(_ node: Int) -> Token? {
    for child in tree.children(node) {
      let token = tree.tokens[Int(tree.nodes[child].token)]
      guard token.kind == .text, case .success(let text) = TextLiteral.decode(tree.source, token),
        SecretShape.looksLikeSecret(text[...])
      else { continue }
      return token
    }
    return nil
  }
}
