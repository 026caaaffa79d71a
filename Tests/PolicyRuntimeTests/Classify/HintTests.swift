import PolicyGraph
import Testing

@testable import PolicyRuntime

/// What the far end says about coming back.
@Suite struct HintTests {
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
