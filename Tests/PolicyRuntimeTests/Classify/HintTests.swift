import PolicyGraph
import TestThreads
import Testing

@testable import PolicyRuntime

/// What the far end says about coming back.
@Suite(.offPool) struct HintTests {
  static let cases =
    HintCase.retryAfter + HintCase.bad + HintCase.authority + HintCase.resets + HintCase.several

  @Test(arguments: cases)
  func `headers say how long to wait`(_ hint: HintCase) {
    #expect(hint.hint == Hint(wait: hint.wait, never: hint.never))
  }

  @Test func `no headers say nothing`() {
    #expect(HintReader().read([]) == .none)
  }

  @Test func `headers behind the first 256 are not looked at`() {
    var headers = [Evidence.Header](
      repeating: Evidence.Header("x", "y"), count: Evidence.headersMax)
    headers[255] = Evidence.Header("retry-after", "3")
    #expect(HintReader().read(headers).wait == 3_000_000_000)
    headers.insert(Evidence.Header("x", "y"), at: 0)
    #expect(HintReader().read(headers) == .none)
  }

  @Test func `of many resets the first sixteen are looked at`() {
    let reader = HintReader(countsResets: true)
    var headers = (0..<20).map { Evidence.Header("x-ratelimit-reset-\($0)", "\(40 - $0)") }
    #expect(reader.read(headers).wait == 25_000_000_000)
    headers += (0..<20).map { Evidence.Header("x-ratelimit-remaining-\($0)", "0") }
    #expect(reader.read(headers).wait == 40_000_000_000)
  }

  @Test func `a body says how long to wait where no header does`() throws {
    let tables = try Tables.shared.get()
    let table = try tables.id("llm-http")
    let answer = try #require(Answer.gemini.first)
    var evidence = answer.evidence
    #expect(tables.classifier.classify(evidence, by: table).hint.wait == 17_000_000_000)
    evidence.headers = [Evidence.Header("Retry-After", "3")]
    #expect(tables.classifier.classify(evidence, by: table).hint.wait == 3_000_000_000)
    for delay in ["", "s", "17", "-5s", "1e9s", "NaN"] {
      let body = answer.body.replacing("17s", with: delay)
      evidence = Evidence(status: 429, body: Array(body.utf8)[...])
      #expect(tables.classifier.classify(evidence, by: table).hint == .none)
    }
  }

  /// Words of OpenAI, Groq, Azure, Gemini and others, and words that are no wait.
  static let words: [(text: String, wait: Int64)] = [
    ("Rate limit reached. Please try again in 7.66s. Visit https://x.test", 7_660_000_000),
    ("Please try again in 2s.", 2_000_000_000), ("try again in 120ms.", 120_000_000),
    ("Please try again in 1m30.5s.", 90_500_000_000),
    ("Please try again in 6m0s.", 360_000_000_000),
    ("Please retry after 26 seconds. To increase", 26_000_000_000),
    ("Retry after 1 second.", 1_000_000_000),
    ("Your quota will reset after 2m 13s.", 133_000_000_000),
    ("The limit resets in 1 hour and 5 minutes.", 3_900_000_000_000),
    ("Limit resets in 2 hours, 3 minutes.", 7_380_000_000_000),
    ("please WAIT 30 sec!", 30_000_000_000), ("retry in 1 day.", 86_400_000_000_000),
    ("Again in 3 weeks, or retry in 5s.", 5_000_000_000),
    ("try again in 999999999999 days.", Tick.max.ns),
    ("Please try again later.", -1), ("Please try again in a moment.", -1),
    ("Please try again in 5", -1), ("Please try again in 5s", -1),
    ("Please try again in 5 parsecs.", -1), ("try again in -5s.", -1),
    ("retry after noon. 5s.", -1), ("main 5s.", -1), ("await 5s.", -1), ("in 5s.", -1),
    ("it grew thereafter 5s.", -1), ("against in 5s.", -1), ("again in .s.", -1),
    ("again in 1.2.3s.", -1), ("again in " + String(repeating: "9", count: 100) + "s.", -1),
  ]

  @Test(arguments: words)
  func `a limit's words say how long to wait where nothing else does`(
    _ text: String, _ wait: Int64
  ) throws {
    let tables = try Tables.shared.get()
    let table = try tables.id("llm-http")
    func hint(_ status: UInt32, _ headers: [Evidence.Header] = []) -> Int64 {
      let body = Array(#"{"error":{"message":"\#(text)"}}"#.utf8)[...]
      let evidence = Evidence(status: status, headers: headers, body: body)
      return tables.classifier.classify(evidence, by: table).hint.wait
    }
    // Behind `5s` the quote follows: what is whole in JSON is whole.
    let isCut = text.hasSuffix("5s")
    #expect(hint(429) == (isCut ? 5_000_000_000 : wait))
    #expect(hint(529) == hint(429))
    // A server that failed may repeat what its caller wrote.
    #expect(hint(500) == -1)
    #expect(hint(429, [Evidence.Header("retry-after", "3")]) == 3_000_000_000)
    let bytes = Array(text.utf8)
    #expect(WaitWords.find(bytes.span, upTo: bytes.count) == wait)
  }

  @Test func `words are read in time that grows with the body alone`() {
    for text in ["again in 1s and ", "wait ", "again in 1,1,1,", "in in in after after "] {
      let bytes = Array(String(repeating: text, count: (64 << 10) / text.utf8.count).utf8)
      for length in [bytes.count, bytes.count / 2, 17, 3, 0] {
        let wait = WaitWords.find(bytes.span, upTo: length)
        #expect((-1...Tick.max.ns).contains(wait))
      }
    }
  }

  /// A reset is a hint only where a limit failed: many an answer carries one.
  @Test(arguments: [
    (429, "", true), (529, "", true), (402, "", true), (500, "", false), (400, "", false),
    (429, "insufficient_quota", true), (500, "overloaded_error", true), (403, "", false),
    (302, "", false),
  ])
  func `resets count for limits alone`(_ status: UInt32, _ code: String, _ counts: Bool) throws {
    let tables = try Tables.shared.get()
    let evidence = Evidence(
      status: status, headers: [Evidence.Header("ratelimit-reset", "5")],
      body: Array(#"{"error":{"code":"\#(code)"}}"#.utf8)[...])
    let outcome = tables.classifier.classify(evidence, by: try tables.id("llm-http"))
    #expect(outcome.hint.wait == (counts ? 5_000_000_000 : -1))
  }

  @Test func `a success has no hint`() throws {
    let tables = try Tables.shared.get()
    let evidence = Evidence(status: 200, headers: [Evidence.Header("retry-after", "5")])
    #expect(tables.classifier.classify(evidence, by: try tables.id("http")) == .success)
  }
}
