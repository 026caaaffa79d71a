import PolicyService
import Testing

/// The README's Swift; `DocumentTests` compares its lines with these.
@Suite(.inTurn) struct ReadmeTests {
  /// An HTTP client as services have them.
  struct Client {
    struct Response {
      var status = 200
      var headers: [(name: String, value: String)] = []
      var body: [UInt8] = []
    }

    func get(_ url: String, key: Secret?, within times: Attempt.TimeLimits) async throws
      -> Response
    { Response() }
  }

  private func search(with client: Client) async throws -> Answer<[UInt8]> {
    let engine = try PolicyEngine(contentsOf: "search.policyc")
    let search = try engine.route("search")

    let answer = try await search.run { attempt in
      let response = try await client.get(
        attempt.url, key: attempt.credential, within: attempt.timeouts)
      try attempt.check(status: response.status, headers: response.headers, body: response.body)
      return response.body
    }
    return answer
  }

  @Test func `an artifact that is missing is reported when the engine loads`() async throws {
    await #expect(throws: EngineError.self) { try await search(with: Client()) }
  }
}
