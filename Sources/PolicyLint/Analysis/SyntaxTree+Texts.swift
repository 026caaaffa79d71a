import PolicyLanguage

// Texts that a secret may have been left in.

extension SyntaxTree {
  /// What stands between the quotes of each text, but of URLs, paths and references to secrets.
  var textsOfNoSecretPlace: [ArraySlice<UInt8>] {
    var texts: [ArraySlice<UInt8>] = []
    var keyword = ""
    for node in nodes where node.kind == .statement || node.kind == .leaf {
      let token = tokens[Int(node.token)]
      if node.kind == .statement {
        keyword = source.text(token.range)
      } else if token.kind == .text, token.length >= 24,
        !["url", "credential", "revoke", "import"].contains(keyword)
      {
        texts.append(source.bytes[Int(token.start) + 1..<token.end - 1])
      }
    }
    return texts
  }

  /// The words of all comments, without the signs around them.
  var wordsOfComments: [ArraySlice<UInt8>] {
    tokens.indices.flatMap { token -> [ArraySlice<UInt8>] in
      let gap = gap(before: token)
      guard gap.count >= 16 else { return [] }
      return gap.split { byte in
        byte <= 0x20 || "\"'`=(),;:<>".utf8.contains(byte)
      }.map { word in
        var word = word
        while let last = word.last, last == UInt8(ascii: ".") { word = word.dropLast() }
        return word
      }
    }
  }
}
