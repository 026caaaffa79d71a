/// One node of a tree: what it is, its tokens, and how many nodes are below it.
///
/// Nodes stand in preorder: the first child of node `i` is `i + 1`, the next sibling of a node is
/// `i + size`. There are no pointers, and a walk reads memory in order.
public struct Node: Sendable {
  /// What a node is.
  public enum Kind: UInt8, Sendable {
    /// The whole file; its children are statements.
    case file
    /// A keyword, its arguments, perhaps a block.
    case statement
    /// A label, and a value as its only child.
    case labelled
    /// A word, a number, a percentile or a text.
    case leaf
    /// Values in brackets.
    case list
    /// A name with values in parentheses.
    case call
    /// Statements in braces.
    case block
    /// Tokens that fit nowhere; a diagnostic tells of them.
    case unexpected
  }

  /// The first token; of a statement its keyword, of a labelled value its label.
  public let token: UInt32
  /// The last token.
  public private(set) var lastToken: UInt32
  private var packed: UInt32

  init(_ kind: Kind, token: Int) {
    self.token = UInt32(truncatingIfNeeded: token)
    lastToken = self.token
    packed = UInt32(kind.rawValue)
  }

  /// What it is.
  @inline(__always)
  public var kind: Kind {
    // INVARIANT: the initialiser has put a kind's raw value there.
    unsafe unsafeBitCast(UInt8(truncatingIfNeeded: packed & 0xF), to: Kind.self)
  }
  /// The number of nodes of the subtree, this one included.
  @inline(__always)
  public var size: Int { Int(packed >> 4) }

  mutating func close(size: Int, lastToken: Int) {
    packed = packed & 0xF | UInt32(truncatingIfNeeded: size) << 4
    self.lastToken = UInt32(truncatingIfNeeded: lastToken)
  }
}

/// The syntax of one file, to the byte: every byte lies in a token or in the gap before one, and
/// every token in a node.
public struct SyntaxTree: Sendable {
  /// The text.
  public let source: SourceFile
  /// The tokens in order; the last one is `end`.
  public let tokens: [Token]
  /// Where each line begins.
  let lineStarts: [UInt32]
  /// The nodes in preorder; the first one is the file.
  public internal(set) var nodes: [Node]

  /// The text that the tree was made from, put together from tokens and gaps.
  public func reassembled() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(source.bytes.count)
    for index in tokens.indices {
      out.append(contentsOf: gap(before: index))
      out.append(contentsOf: source.bytes[Int(tokens[index].start)..<tokens[index].end])
    }
    return out
  }

  /// White space and comments between a token and the one before it.
  public func gap(before token: Int) -> ArraySlice<UInt8> {
    let start = token == 0 ? 0 : tokens[token - 1].end
    return source.bytes[start..<Int(tokens[token].start)]
  }

  /// The bytes from a node's first token to its last.
  public func range(_ node: Int) -> SourceRange {
    SourceRange(
      Int(tokens[Int(nodes[node].token)].start), tokens[Int(nodes[node].lastToken)].end)
  }

  /// The bytes of the token that a node begins with: of a statement, its keyword.
  public func headRange(_ node: Int) -> SourceRange { tokens[Int(nodes[node].token)].range }

  /// The bytes from a statement's keyword to the last of its arguments, its block left out.
  public func headerRange(_ node: Int) -> SourceRange {
    var end = tokens[Int(nodes[node].token)].end
    var child = node + 1
    while child < node + nodes[node].size {
      if nodes[child].kind != .block { end = tokens[Int(nodes[child].lastToken)].end }
      child += nodes[child].size
    }
    return SourceRange(Int(tokens[Int(nodes[node].token)].start), end)
  }

  /// The children of a node, in order.
  public func children(_ node: Int) -> [Int] {
    var result: [Int] = []
    var child = node + 1
    while child < node + nodes[node].size {
      result.append(child)
      child += nodes[child].size
    }
    return result
  }

  /// The lines of the `///` comments that stand right before a token, without their signs.
  public func docComment(before token: Int) -> [UInt8] {
    guard tokens[token].followsDoc else { return [] }
    var lines: [[UInt8]] = []
    for line in gap(before: token).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = line.drop { $0 == 0x20 || $0 == 0x09 }
      if text.starts(with: [0x2F, 0x2F, 0x2F]) {
        var content = text.dropFirst(3)
        if content.first == 0x20 { content = content.dropFirst() }
        while content.last == 0x20 || content.last == 0x09 { content = content.dropLast() }
        lines.append(Array(content))
      } else if !text.isEmpty {
        // A plain comment in between ends what was meant as one doc comment.
        lines.removeAll()
      }
    }
    return Array(lines.joined(separator: [0x0A]))
  }
}
