public import PolicyLanguage

/// What formatting must not change: tokens, comments, and which follows which.
public struct TreeFacts: Equatable {
  private var pieces: [ArraySlice<UInt8>] = []

  /// Reads the tokens of a tree, but for `;` and the comma behind the last item of a list, and the
  /// comments between them.
  public init(_ tree: SyntaxTree) {
    let tokens = tree.tokens
    for index in tokens.indices {
      let lines = tree.gap(before: index).split { $0 == 0x0A || $0 == 0x0D }
      for line in lines {
        var text = line.drop { $0 == 0x20 || $0 == 0x09 }
        while text.last == 0x20 || text.last == 0x09 { text = text.dropLast() }
        if !text.isEmpty { pieces.append(text) }
      }
      let isLastComma =
        tokens[index].kind == .comma && index + 1 < tokens.count
        && tokens[index + 1].kind == .closeBracket
      if tokens[index].kind != .semicolon, !isLastComma {
        pieces.append(tree.source.bytes[Int(tokens[index].start)..<tokens[index].end])
      }
    }
  }

  /// Whether two trees say the same.
  public static func == (a: TreeFacts, b: TreeFacts) -> Bool {
    a.pieces.count == b.pieces.count
      && zip(a.pieces, b.pieces).allSatisfy { $0.elementsEqual($1) }
  }
}

/// Checks what holds of every tree, however broken the text.
public func check(_ parsed: Parsed, of bytes: [UInt8]) {
  let tree = parsed.tree
  require(tree.reassembled() == bytes, "the text does not come back")
  require(tree.nodes.first?.size == tree.nodes.count, "the first node is not the file")
  for (index, node) in tree.nodes.enumerated() {
    require(node.size >= 1 && index + node.size <= tree.nodes.count, "a node has no size")
    require(node.token <= node.lastToken, "a node has no tokens")
    require(Int(node.lastToken) < tree.tokens.count, "a node ends behind the file")
    var child = index + 1
    var from = node.token
    while child < index + node.size {
      let inner = tree.nodes[child]
      require(inner.size >= 1, "a child has no size")
      require(
        inner.token >= from && inner.lastToken <= node.lastToken, "a child lies outside its parent")
      from = inner.lastToken + 1
      child += inner.size
    }
    require(child == index + node.size, "children do not fit their parent")
  }
  var last: UInt32 = 0
  for found in parsed.diagnostics {
    require(found.range.start >= last, "findings are out of order")
    require(Int(found.range.end) <= bytes.count, "a finding points behind the file")
    last = found.range.start
  }
}
