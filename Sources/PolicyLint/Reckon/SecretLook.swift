import PolicyLanguage

/// What keys look like whose maker is not known: long, and letters and digits in no order.
enum SecretLook {
  /// Whether a text holds a word that nobody would have thought of.
  static func isRandom(_ text: ArraySlice<UInt8>) -> Bool {
    // Digests look alike, and are meant to be read by everybody.
    guard text.count >= 24, text.firstRange(of: Array("sha".utf8)) == nil else { return false }
    return text.split(whereSeparator: { !isLetter($0) && !isDigit($0) }).contains { word in
      guard word.count >= 24 else { return false }
      let digits = word.count(where: isDigit)
      let turns = zip(word, word.dropFirst()).count { isDigit($0) != isDigit($1) }
      return digits >= 5 && word.count - digits >= 5 && turns >= 6
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

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
