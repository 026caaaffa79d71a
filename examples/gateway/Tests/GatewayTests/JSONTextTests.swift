import Testing

@testable import gateway

/// Looking into JSON copies nothing, and what is no JSON is refused.
@Suite struct JSONTextTests {
  private func json(_ text: String) throws -> JSONText { try #require(JSONText(Array(text.utf8))) }

  private func spelled(_ range: Range<Int>?, in json: JSONText) -> String? {
    range.map { String(decoding: json.bytes[$0], as: UTF8.self) }
  }

  @Test func `members come in their order, whatever blanks and escapes there are`() throws {
    let json = try json(#" { "a" : [1, {"b": 2}] ,"\u0062\/" :"}","c":{} , "":-0.5e+3 } "#)
    let members = try #require(json.members(json.root))
    #expect(members.map(\.key.text) == ["a", "b/", "c", ""])
    #expect(
      members.map { spelled($0.value, in: json) } == [#"[1, {"b": 2}]"#, #""}""#, "{}", "-0.5e+3"])
  }

  @Test(arguments: [
    (#"{"a": 1, "b": 2}"#, "1"), (#"{"b": 2, "\u0061": 1}"#, "1"), (#"{"a": 1, "a": 3}"#, "3"),
    (#"{"a": 1, "a": null}"#, nil), (#"{"ab": 1, "": 2}"#, nil), (#"{}"#, nil),
    (#"["a", 1]"#, nil),
  ])
  func `the last member of a name counts, and null is none`(text: String, found: String?) throws {
    let json = try json(text)
    #expect(spelled(json.member("a", of: json.root), in: json) == found)
  }

  @Test(arguments: [
    ("0", 0), ("17", 17), ("-17", -17), ("999999999", 999_999_999), ("12345678901", nil),
    ("1.0", nil), ("1e3", nil), ("true", nil), (#""1""#, nil),
  ])
  func `a whole number of up to ten bytes is one`(text: String, value: Int?) throws {
    let json = try json(text)
    #expect(json.int(json.root) == value)
  }

  @Test(arguments: [
    "", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, "[1,]", "01", "-", "1.", "tru", #""\x""#,
    #""\u12"#,
    "\"\u{1}\"", #""a"#, "1 2", #"{"a":1}}"#,
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(JSONText(Array(text.utf8)) == nil)
  }

  @Test func `bytes that are no UTF-8 are refused, and can be repaired`() {
    let broken = Array("\"a".utf8) + [0xC3] + Array("\"".utf8)
    #expect(JSONText(broken) == nil)
    #expect(JSONText.repaired(broken) == Array("\"a\u{FFFD}\"".utf8))
    #expect(JSONText(JSONText.repaired(broken)) != nil)
  }

  /// The texts of a chunk, as they are spelled in it.
  @Test func `a chunk is read in one pass`() throws {
    let chunk = try #require(
      ChatChunk(
        try json(
          #"{"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a\n"}},"#
            + #"{"delta":{"reasoning_content":"hm"},"index":1,"finish_reason":"stop"}],"#
            + #""usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7},"error":null}"#))
    )
    #expect(String(decoding: chunk.text, as: UTF8.self) == #"a\n"#)
    #expect((chunk.begun, chunk.finished) == ([0, 1], [1]))
    #expect(chunk.hasModel && chunk.hasUsage && !chunk.isError && !chunk.isEmpty)
    #expect((chunk.tokens?.prompt, chunk.tokens?.completion, chunk.totalTokens) == (3, 4, 7))
  }
}
