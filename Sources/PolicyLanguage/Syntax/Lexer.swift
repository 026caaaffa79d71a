import PolicyGraph

/// Cuts a file into tokens: one pass over the bytes, no character is ever decoded.
///
/// It never fails: bytes that begin no token become `unknown` tokens, with a diagnostic each run.
struct Lexer {
  private(set) var tokens: [Token] = []
  /// The token before a strange sign.
  private(set) var last: Token?
  /// Where each line begins, for origins.
  private(set) var lineStarts: [UInt32] = [0]
  var diagnostics = Findings()
  /// Whether the file is in another encoding, so that nothing else is worth saying of it.
  private(set) var isUTF16 = false
  /// How many `{` stand in texts that are never closed: their `}` are not to blame.
  private(set) var swallowedBraces = 0
  let file: FileID
  private var hasNUL = false

  /// Cuts `source` and interns its words in `words`.
  init(_ source: SourceFile, as file: FileID, words: inout Words) {
    self.file = file
    lineStarts.reserveCapacity(source.bytes.count / 16 + 16)
    checkEncoding(source)
    var tokens: [Token] = []
    var place = Place()
    while !place.isAtEnd {
      tokens.append(addingCapacity: source.bytes.count / 3 + 16) { room in
        scan(source.bytes.span, from: &place, into: &room, words: &words)
      }
    }
    self.tokens = tokens
  }

  /// How far a file has been cut.
  private struct Place {
    var next = 0
    /// What the gap before the next token holds.
    var newline = true
    var doc = false
    var isAtEnd = false
  }

  private mutating func checkEncoding(_ source: SourceFile) {
    guard (try? UTF8Span(validating: source.bytes.span)) == nil else { return }
    let bytes = source.bytes
    isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let offset = firstIllFormedByte(bytes)
    diagnostics.append(.notUTF8(file: file, at: offset, isUTF16: isUTF16))
  }

  /// Cuts tokens while there is room for them.
  private mutating func scan(
    _ bytes: Span<UInt8>, from place: inout Place, into tokens: inout OutputSpan<Token>,
    words: inout Words
  ) {
    let count = bytes.count
    var i = place.next
    var newline = place.newline
    var doc = place.doc
    if i == 0, count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
      diagnostics.append(.byteOrderMark(file: file))
      i = 3
    }
    while i < count, !tokens.isFull {
      let byte = bytes[i]
      switch byte {
      case 0x20, 0x09:
        i += 1
        while i < count, bytes[i] == 0x20 { i += 1 }
      case 0x0A, 0x0D:
        newline = true
        i += 1
        // CRLF is one line break, a lone CR another.
        if byte == 0x0A || i >= count || bytes[i] != 0x0A {
          lineStarts.append(UInt32(truncatingIfNeeded: i))
        }
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
        let token = word(bytes, from: i, newline: newline, doc: doc, words: &words)
        tokens.append(token)
        i = token.end
        newline = false
        doc = false
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let end = numberEnd(bytes, from: i)
        tokens.append(Token(.number, start: i, end: end, newline: newline, doc: doc))
        newline = false
        doc = false
        i = end
      case UInt8(ascii: "\""):
        let end = textEnd(bytes, from: i)
        tokens.append(Token(.text, start: i, end: end, newline: newline, doc: doc))
        newline = false
        doc = false
        i = end
      case UInt8(ascii: "/") where i + 1 < count && bytes[i + 1] == UInt8(ascii: "/"):
        if i + 2 < count, bytes[i + 2] == UInt8(ascii: "/") { doc = true }
        i = commentEnd(bytes, from: i)
      case UInt8(ascii: "/") where i + 1 < count && bytes[i + 1] == UInt8(ascii: "*"):
        i = foreignBlockComment(bytes, from: i, newline: &newline)
      case UInt8(ascii: "#"):
        let end = commentEnd(bytes, from: i)
        diagnostics.append(.foreignComment(file: file, range: SourceRange(i, i + 1), fixable: true))
        i = end
      default:
        let kind = Token.Kind(punctuation: byte)
        if kind == .unknown, !tokens.isEmpty { last = tokens[tokens.count - 1] }
        let end = kind == .unknown ? strange(bytes, from: i) : i + 1
        tokens.append(Token(kind, start: i, end: end, newline: newline, doc: doc))
        newline = false
        doc = false
        i = end
      }
    }
    if !tokens.isEmpty { last = tokens[tokens.count - 1] }
    place = Place(next: i, newline: newline, doc: doc)
    if i >= count, !tokens.isFull {
      tokens.append(Token(.end, start: count, end: count, newline: true, doc: doc))
      place.isAtEnd = true
    }
  }

  /// Notes a line that begins within a comment of another language.
  mutating func noteLine(at offset: Int) {
    lineStarts.append(UInt32(truncatingIfNeeded: offset))
  }

  @inline(__always)
  private mutating func word(
    _ bytes: Span<UInt8>, from start: Int, newline: Bool, doc: Bool, words: inout Words
  ) -> Token {
    let count = bytes.count
    var i = ByteScan.word(bytes, from: start)
    if i + 1 < count, bytes[i] == UInt8(ascii: "."), bytes[i + 1].isDigit,
      bytes[start] == UInt8(ascii: "p"), allDigits(bytes, start + 1, i)
    {
      i += 1
      while i < count, bytes[i].isDigit { i += 1 }
      return Token(.percentile, start: start, end: i, newline: newline, doc: doc)
    }
    let length = i - start
    if length > Limits.wordBytesMax {
      diagnostics.append(.wordTooLong(file: file, range: SourceRange(start, i)))
    }
    let id = words.intern(bytes, from: start, to: i)
    return Token(.word, start: start, end: i, newline: newline, doc: doc, word: id)
  }

  private func allDigits(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard start < end else { return false }
    for i in start..<end where !bytes[i].isDigit { return false }
    return true
  }

  /// A number takes all that could belong to one, so that a malformed number is one mistake.
  func numberEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let count = bytes.count
    var i = start + 1
    while i < count {
      let byte = bytes[i]
      if byte.isWordByte && byte != UInt8(ascii: "-") || byte == UInt8(ascii: "%") {
        i += 1
      } else if byte == UInt8(ascii: "."), i + 1 < count {
        if bytes[i + 1].isDigit {
          i += 2
        } else if bytes[i + 1] == UInt8(ascii: "."), i + 2 < count, bytes[i + 2].isDigit {
          i += 3
        } else {
          break
        }
      } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-"), i + 1 < count,
        bytes[i + 1].isWordByte, bytes[i + 1] != UInt8(ascii: "-")
      {
        i += 2
      } else {
        break
      }
    }
    return i
  }

  private mutating func textEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let count = bytes.count
    var i = start + 1
    while i < count {
      i = ByteScan.text(bytes, from: i)
      guard i < count else { break }
      let byte = bytes[i]
      if byte == UInt8(ascii: "\"") {
        if i - start - 1 > Limits.textBytesMax {
          diagnostics.append(.textTooLong(file: file, range: SourceRange(start, i + 1)))
        }
        return i + 1
      }
      if byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "\\"), i + 1 < count, bytes[i + 1] != 0x0A, bytes[i + 1] != 0x0D {
        i += 2
        continue
      }
      if byte < 0x20 || byte >= 0x7F { i = hidden(bytes, at: i, inText: true) } else { i += 1 }
    }
    diagnostics.append(.unterminatedText(file: file, range: SourceRange(start, i)))
    for k in start..<i where bytes[k] == UInt8(ascii: "{") { swallowedBraces += 1 }
    return i
  }

  private mutating func commentEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
    let count = bytes.count
    var i = start
    while i < count {
      i = ByteScan.text(bytes, from: i)
      guard i < count else { break }
      let byte = bytes[i]
      if byte == 0x0A || byte == 0x0D { break }
      if byte < 0x20 && byte != 0x09 || byte >= 0x7F {
        i = hidden(bytes, at: i, inText: false)
      } else {
        i += 1
      }
    }
    return i
  }

  /// Refuses a character that a reviewer cannot see; returns the offset behind it.
  private mutating func hidden(_ bytes: Span<UInt8>, at i: Int, inText: Bool) -> Int {
    let hidden = HiddenCharacter(bytes, at: i)
    guard hidden.isHidden, !(bytes[i] == 0x09 && !inText) else { return i + hidden.length }
    return report(hidden, at: i, place: inText ? .text : .comment)
  }

  /// Reports a hidden character, of NULs only the first one: a file full of them is no text.
  mutating func report(
    _ hidden: HiddenCharacter, at i: Int, place: HiddenCharacter.Place
  ) -> Int {
    let end = i + hidden.length
    if hidden.scalar == 0, place != .text {
      if hasNUL { return end }
      hasNUL = true
    }
    diagnostics.append(
      .hiddenCharacter(
        file: file, range: SourceRange(i, end), scalar: hidden.scalar, place: place))
    return end
  }

  private mutating func foreignBlockComment(
    _ bytes: Span<UInt8>, from start: Int, newline: inout Bool
  ) -> Int {
    var i = start + 2
    while i < bytes.count {
      if bytes[i] == 0x0A {
        newline = true
        noteLine(at: i + 1)
      }
      if bytes[i] == UInt8(ascii: "*"), i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "/") {
        i += 2
        break
      }
      i += 1
    }
    diagnostics.append(
      .foreignComment(file: file, range: SourceRange(start, start + 2), fixable: false))
    return i
  }

  private func firstIllFormedByte(_ bytes: [UInt8]) -> Int {
    var i = 0
    while i < bytes.count {
      let length = HiddenCharacter(bytes.span, at: i).wellFormedLength
      if length == 0 { return i }
      i += length
    }
    return i
  }
}

extension UInt8 {
  @inline(__always)
  var isDigit: Bool { isDigitByte }
}

extension Token.Kind {
  /// The sign that `byte` is; `unknown` where it is none.
  init(punctuation byte: UInt8) {
    switch byte {
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: ";"): self = .semicolon
    case UInt8(ascii: "{"): self = .openBrace
    case UInt8(ascii: "}"): self = .closeBrace
    case UInt8(ascii: "["): self = .openBracket
    case UInt8(ascii: "]"): self = .closeBracket
    case UInt8(ascii: "("): self = .openParen
    case UInt8(ascii: ")"): self = .closeParen
    default: self = .unknown
    }
  }
}
