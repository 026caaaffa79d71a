import PolicyGraph
import PolicyLanguage

// Texts that a secret may have been left in.

extension SyntaxTree {
  /// What stands between the quotes of each text, but of URLs, paths and references to secrets.
  var textsOfNoSecretPlace: [ArraySlice<UInt8>] {
    var texts: [ArraySlice<UInt8>] = []
    var keyword = nodes[0].token
    for node in nodes where node.kind == .statement || node.kind == .leaf {
      let token = tokens[Int(node.token)]
      if node.kind == .statement {
        keyword = node.token
      } else if token.kind == .text, token.length >= 24,
        !["url", "credential", "revoke", "import"].contains(
          source.text(tokens[Int(keyword)].range))
      {
        texts.append(source.bytes[Int(token.start) + 1..<token.end - 1])
      }
    }
    return texts
  }

  /// The words of all comments, without the signs around them.
  var wordsOfComments: [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    for token in tokens.indices {
      let gap = gap(before: token)
      guard gap.count >= 16, !gap.allSatisfy({ $0 <= 0x20 }) else { continue }
      words += gap.split { byte in
        byte <= 0x20 || !byte.isWordByte && "\"'`=(),;:<>".utf8.contains(byte)
      }.map { word in
        var word = word
        while let last = word.last, last == UInt8(ascii: ".") { word = word.dropLast() }
        return word
      }
    }
    return words
  }
}
