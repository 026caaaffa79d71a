import PolicyService
import Testing

@testable import gateway

/// A stream that goes on with a text is joined to it, however its texts are spelled and cut.
@Suite struct ChatJoinTests {
  private static let end = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"

  private static func event(_ inner: String) -> String {
    "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(inner)\"}}]}"
  }

  /// A text in JSON, in events that begin and end anywhere, within a character's two halves too.
  private static func events(
    _ text: String, _ random: inout some RandomNumberGenerator
  ) -> [String] {
    var parts: [String] = []
    for scalar in text.unicodeScalars {
      if Bool.random(using: &random) {
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          parts.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
        }
      } else {
        parts.append(String(JSONText.quoted(String(scalar)).dropFirst().dropLast()))
      }
    }
    var events: [String] = []
    while !parts.isEmpty {
      let count = min(parts.count, Int.random(in: 1...4, using: &random))
      events.append(event(parts.prefix(count).joined()))
      parts.removeFirst(count)
    }
    return events + [end]
  }

  /// The text of what is sent on, and how many events that are.
  private static func joined(
    _ events: [String], after shown: String
  ) throws -> (text: String, events: Int) {
    var join = ChatJoin(after: shown.utf8)
    var text: [UInt8] = []
    var count = 0
    for event in events {
      let json = try #require(JSONText(Array(event.utf8)))
      for sent in try join.take(json, try #require(ChatChunk(json))) {
        // What is sent on is JSON again.
        let again = try #require(JSONText(Array(sent.bytes[sent.root])))
        text += try #require(ChatChunk(again)).text
        count += 1
      }
    }
    let whole = JSONText.decoded(inner: text[...])
    return (shown + String(decoding: whole, as: UTF8.self), count)
  }

  @Test(arguments: 0..<300)
  func `no gap and no repetition`(round: Int) throws {
    var random = SystemRandomNumberGenerator()
    let words = (0..<20).map { "w\($0)" + ["", "\"", "\\", "🙂", "\n", "é", "漢"][$0 % 7] }
    let whole = Array(words.joined(separator: " ").unicodeScalars)
    let cut = Int.random(in: 30..<whole.count, using: &random)
    func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      return String(text)
    }
    let (shown, all) = (text(whole[..<cut]), text(whole[...]))
    for start in [cut, 0, cut - 20] {
      let events = ChatJoinTests.events(text(whole[start...]), &random)
      let joined = try ChatJoinTests.joined(events, after: shown)
      #expect(joined.text == all, "from \(start) of \(cut)")
    }
  }

  @Test func `what is repeated to its end leaves nothing but the end`() throws {
    let events = ["one two", " three", " four"].map(ChatJoinTests.event) + [ChatJoinTests.end]
    let joined = try ChatJoinTests.joined(events, after: "one two three four")
    #expect(joined.text == "one two three four")
    #expect(joined.events == 1)
  }

  @Test func `what is held back at the end stands before the end`() throws {
    let joined = try ChatJoinTests.joined(
      [ChatJoinTests.event("two"), ChatJoinTests.end], after: "one two three. ")
    #expect(joined.text == "one two three. two")
    #expect(joined.events == 2)
  }

  @Test func `what begins anew is no continuation`() throws {
    let events = [ChatJoinTests.event("one two three five"), ChatJoinTests.end]
    #expect(throws: AttemptFailure.self) {
      try ChatJoinTests.joined(events, after: "one two three four")
    }
  }

  @Test func `half a character is told from an escaped backslash`() {
    #expect(JSONText.split(Array(#"a\ud83d"#.utf8)).half.count == 6)
    #expect(JSONText.split(Array(#"a\\ud83d"#.utf8)).half.isEmpty)
    #expect(JSONText.split(Array(#"a\\\uD83D"#.utf8)).half.count == 6)
    #expect(JSONText.split(Array(#"a\ude42"#.utf8)).half.isEmpty)
  }
}
