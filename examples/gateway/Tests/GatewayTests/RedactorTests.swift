import Testing

@testable import gateway

/// Keys are found however they are spelled and cut, and nothing else is changed.
@Suite struct RedactorTests {
  private static let key = "sk-s/sk-first-0001"
  /// So many letters of it may be shown before anybody can know.
  private static let harmless = 4

  /// A piece of a text, in the choice of a stream that it belongs to.
  private struct Piece {
    var choice: Int
    var text: String
  }

  private static func escaped(_ text: String, _ random: inout some RandomNumberGenerator) -> String
  {
    text.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return Bool.random(using: &random)
        ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        : unit == 0x2F && Bool.random(using: &random) ? "\\/" : String(UnicodeScalar(UInt8(unit)))
    }.joined()
  }

  private static func event(_ piece: Piece, _ random: inout some RandomNumberGenerator) -> String {
    let text = escaped(piece.text, &random)
    return "{\"choices\":[{\"index\":\(piece.choice),\"delta\":{\"content\":\"\(text)\"}}]}"
  }

  /// Texts of letters that keys hold, with keys and parts of keys in them.
  private static func text(_ random: inout some RandomNumberGenerator) -> String {
    (0..<Int.random(in: 1...6, using: &random)).map { _ in
      switch Int.random(in: 0..<4, using: &random) {
      case 0: key
      case 1: String(key.prefix(Int.random(in: 1..<key.count, using: &random)))
      case 2: String(key.suffix(Int.random(in: 1..<key.count, using: &random)))
      default: String("sk-/first01 ".shuffled(using: &random).prefix(3))
      }
    }.joined()
  }

  private static func pieces(
    of text: String, _ choice: Int, _ random: inout some RandomNumberGenerator
  ) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while !rest.isEmpty {
      let count = Int.random(in: 0...5, using: &random)
      pieces.append(Piece(choice: choice, text: String(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    return pieces
  }

  /// Two choices that come in turns.
  private static func mixed(
    _ a: [Piece], _ b: [Piece], _ random: inout some RandomNumberGenerator
  ) -> [Piece] {
    var (a, b, out) = (a[...], b[...], [Piece]())
    while !a.isEmpty || !b.isEmpty {
      let takesA = b.isEmpty || (!a.isEmpty && Bool.random(using: &random))
      if let piece = takesA ? a.popFirst() : b.popFirst() { out.append(piece) }
    }
    return out
  }

  private func content(_ events: [[UInt8]], of wanted: Int) -> String {
    events.compactMap { bytes -> String? in
      guard let json = JSONText(bytes), let choices = json.member("choices", of: json.root),
        let choice = json.elements(choices)?.first,
        let index = json.member("index", of: choice).flatMap({ json.int($0) }), index == wanted,
        let delta = json.member("delta", of: choice),
        let text = json.member("content", of: delta).flatMap({ json.string($0) })
      else { return nil }
      return text
    }.joined()
  }

  @Test(arguments: 0..<2000 as Range<UInt64>)
  func `what a client joins is the text without the key`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let texts = [Self.text(&random), Self.text(&random)]
    let pieces = Self.mixed(
      Self.pieces(of: texts[0], 0, &random), Self.pieces(of: texts[1], 1, &random), &random)
    var redactor = Redactor([Self.key])
    var events: [[UInt8]] = []
    for piece in pieces {
      let json = try #require(JSONText(Array(Self.event(piece, &random).utf8)))
      events += try redactor.take(json)
    }
    events += redactor.flush()
    #expect(events.count == pieces.count)
    for (choice, text) in texts.enumerated() {
      let shown = content(events, of: choice)
      #expect(!shown.contains(Self.key))
      // Between the marks stands what stood between the keys, and a letter or four of the next.
      let between = text.split(separator: Self.key, omittingEmptySubsequences: false)
      let found = shown.split(separator: SearchedText.mark, omittingEmptySubsequences: false)
      try #require(found.count == between.count, "\(text) was shown as \(shown)")
      for (found, between) in zip(found, between).dropLast() {
        #expect(found.hasPrefix(between))
        let more = found.dropFirst(between.count)
        #expect(more.count <= Self.harmless && Self.key.hasPrefix(more))
      }
      #expect(found.last == between.last)
    }
  }

  @Test func `what holds no key is passed on as it came`() throws {
    let events = [
      #"{ "id" : "a\/b", "n":1.50e3, "choices":[{"index":0,"delta":{"content":"sk-"}}] }"#,
      #"{"choices":[{"index":0,"delta":{"content":"s\u002fsk-fir"}}],"x":[ ]}"#,
      #"{"choices":[{"index":0,"delta":{"content":"m"},"finish_reason":"stop"}]}"#,
    ]
    var redactor = Redactor([Self.key])
    var out: [[UInt8]] = []
    for event in events { out += try redactor.take(try #require(JSONText(Array(event.utf8)))) }
    #expect(out == events.map { Array($0.utf8) })
    #expect(redactor.flush().isEmpty)
  }

  @Test func `what may become a key does not wait for ever`() throws {
    var redactor = Redactor([Self.key])
    let start = #"{"choices":[{"index":0,"delta":{"content":"x sk-s/sk"}}]}"#
    var out = try redactor.take(try #require(JSONText(Array(start.utf8))))
    #expect(out.isEmpty)
    let other = try #require(
      JSONText(Array(#"{"choices":[{"index":0,"delta":{"role":"a"}}]}"#.utf8)))
    for _ in 0..<300 { out += try redactor.take(other) }
    #expect(content(out, of: 0) == "x [redacted]")
    #expect(out.count > 250)
  }

  @Test func `a key is found in names, in numbers and over the parts of a content`() throws {
    var redactor = Redactor([Self.key, "1234567890"])
    let json = """
      {"a":{"\(Self.key)":1},"b":912345678901,"c":[{"text":"sk-s/sk-f"},{"text":"irst-0001."}]}
      """
    let out = try redactor.take(try #require(JSONText(Array(json.utf8)))) + redactor.flush()
    #expect(
      out.map { String(decoding: $0, as: UTF8.self) } == [
        #"{"a":{"[redacted]":1},"b":"[redacted]","c":[{"text":"[redacted]"},{"text":"."}]}"#
      ])
  }

  @Test func `keys that share letters are one`() {
    let keys = ["abcdefgh", "efghijkl", "abcdefghijklmn"]
    #expect(Redactor.redacted("xabcdefghijklx", keys) == "x[redacted]x")
    #expect(Redactor.redacted("abcdefghijklmn abcdefgh", keys) == "[redacted] [redacted]")
    #expect(Redactor.redacted("short", ["short"]) == "short")
  }
}
