import PolicySimulator
import TestThreads
import Testing

/// What is wrong with a report is said with where it is and what is wanted.
@Suite(.offPool) struct ReportErrorTests {
  private func refusal(of json: String) -> ReportError? {
    do throws(ReportError) {
      _ = try SimulationReport(json: Array(json.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("", "line 1, column 1: the JSON ends too early: it was cut off"),
    ("{", "line 1, column 2: the JSON ends too early: it was cut off"),
    ("{\"a\": 1,}", "line 1, column 9: a key in quotes is wanted here"),
    ("[1 2]", "line 1, column 4: `,` or `]` is wanted here"),
    ("{\"a\" 1}", "line 1, column 6: `:` is wanted here"),
    ("[\n  01]", "line 2, column 4: `,` or `]` is wanted here"),
    ("[-]", "line 1, column 3: a digit is wanted here"),
    ("[1.]", "line 1, column 4: a digit is wanted here"),
    ("[1e]", "line 1, column 4: a digit is wanted here"),
    ("[.5]", "line 1, column 2: JSON has no value that begins so"),
    ("[NaN]", "line 1, column 2: JSON has no value that begins so"),
    ("[truth]", "line 1, column 5: `true` is wanted here"),
    ("{} {}", "line 1, column 4: there is more after the end of the JSON"),
    ("[\"\\x\"]", "line 1, column 3: JSON has no such escape"),
    ("[\"\\u12G4\"]", "line 1, column 7: four hexadecimal digits are wanted here"),
    ("[\"é\\uD800\"]", "line 1, column 4: this is half a surrogate pair"),
    ("[\"\\uDC00\\uD800\"]", "line 1, column 3: this is half a surrogate pair"),
    ("[\"\\uD83D\\u0041\"]", "line 1, column 3: this is half a surrogate pair"),
    (
      "[\"a\nb\"]",
      "line 1, column 4: a control character stands in a text: it must be written as an escape"
    ),
    ("{\"a\": 1, \"b\": 2, \"\\u0061\": 3}", "line 1, column 18: the key `a` is here twice"),
    ("[]", "line 1, column 1: an object is wanted, not a list"),
    ("{}", "line 1, column 1: `formatVersion` is missing"),
    (
      "{\"formatVersion\": \"1\"}",
      "line 1, column 19: formatVersion: a whole number is wanted, not a text"
    ),
    (
      "{\"formatVersion\": 2}",
      "line 1, column 19: formatVersion: this policyc reads version 1 of reports and no other: "
        + "take the policyc that wrote it, or simulate again"
    ),
  ])
  func `an error names the place and what is wanted`(json: String, message: String) {
    #expect(refusal(of: json)?.description == message)
  }

  @Test(arguments: [
    ("\"requests\": 4", "\"requests\": 4.5", "a whole number is wanted, not 4.5"),
    ("\"seed\": 1,", "\"seed\": -1,", "a seed of 64 bits is wanted, not -1"),
    ("\"duration\": 600", "\"duration\": 1e999", "a number from 0.0 to"),
    ("\"kind\": \"group\"", "\"kind\": \"grape\"", "`grape` is not known here"),
    ("\"children\": [3, 4]", "\"children\": [3, 99]", "there is no such place in a list of 12"),
    ("\"children\": [3, 4]", "\"children\": [0, 4]", "a node stands below itself"),
    ("\"index\": 0", "\"index\": 1", "a number from 0 to 0 is wanted"),
    ("\"azure-west\": {", "\"azure\": {", "`azure-west` is missing"),
    ("\"name\": \"azure-west\"", "\"name\": \"azure-east\"", "`azure-east` is here twice"),
    ("\"breaker\": \"closed\"", "\"breaker\": \"shut\"", "`shut` is not known here"),
    ("\"failed\": 0", "\"failed\": 999999", "more answers and failures than requests"),
    ("\"t\": 5,", "\"t\": 0,", "the bin at 0.0 must come before the one at 0.0"),
    ("\"inRuns\": 1,", "\"inRuns\": 1.5,", "a number from 0.0 to 1.0 is wanted"),
    ("\"requests\": 4", "\"requests\": 999999999999994", "a number from 0 to"),
  ])
  func `a report that does not fit together is refused`(
    good: String, bad: String, message: String
  ) throws {
    let json = String(decoding: Fixtures.single.json(), as: UTF8.self)
    let place = try #require(json.firstRange(of: good), "the fixture has no \(good)")
    let error = try #require(refusal(of: json.replacingCharacters(in: place, with: bad)))
    #expect(error.description.contains(message), "\(error)")
    #expect(error.message.hasPrefix("scenarios[0]."), "\(error)")
  }

  @Test func `the way to the place is spelled out`() throws {
    let json = String(decoding: Fixtures.repeated.json(), as: UTF8.self)
    let places = json.ranges(of: "\"duplicates\": 0")
    let damaged = json.replacingCharacters(in: places[3], with: "\"duplicates\": true")
    let message = "scenarios[0].runs[3].duplicates: a whole number is wanted, not true or false"
    #expect(refusal(of: damaged)?.message == message)
  }

  @Test func `fields that are not known are left out`() throws {
    let json = String(decoding: Fixtures.single.json(), as: UTF8.self)
    let more = json.replacing("\"requests\":", with: "\"mood\": {\"x\": [null]}, \"requests\":")
    #expect(try SimulationReport(json: Array(more.utf8)) == Fixtures.single)
  }

  @Test func `depth is bounded`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(refusal(of: deep)?.message == "the JSON nests deeper than 32 levels")
    let wide = "{\"formatVersion\": 1, \"x\": " + String(repeating: "[", count: 40) + "}"
    #expect(refusal(of: wide)?.message == "the JSON nests deeper than 32 levels")
  }

  @Test func `a text that is not UTF-8 is refused`() {
    #expect(throws: ReportError.self) {
      try SimulationReport(json: [0x5B, 0x22, 0xFF, 0x22, 0x5D])
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
