import PolicyGraph
import Testing

@testable import PolicyService

/// A planted secret comes out where it is asked for, and nowhere else.
@Suite(.inTurn) struct SecretTests {
  @Test func `no description, dump, event, metric or error shows a secret`() async throws {
    let seen = Recorder<String>()
    let engine = try engine(
      Policy.route(degrade: "degrade below", before: Policy.ladder(#"serve text: "sorry""#)),
      variables: ["KEY_A": "canary-4711", "KEY_B": "canary-4711-b"])
    engine.onEvent { seen.add("\($0)") }
    let route = try engine.route("main")
    let answer = try await route.run(Request(key: "canary-4711-key")) { attempt -> Int in
      var dumped = ""
      if let credential = attempt.credential {
        #expect(credential.secret.hasPrefix("canary-4711"))
        dump(credential, to: &dumped)
        seen.add("\(credential) \(String(reflecting: credential)) \(dumped)")
      }
      seen.add("\(attempt.destination) \(attempt.endpoint) \(attempt.url)")
      let failure = AttemptFailure(
        status: 401, headers: [("authorization", "canary-4711")], body: "canary-4711".utf8)
      seen.add("\(failure)")
      throw failure
    }
    seen.add("\(answer)")
    seen.add(engine.prometheusText())
    seen.add("\(engine.snapshot())")
    let hopeless = try PolicyServiceTests.engine(
      Policy.route(), variables: ["KEY_A": "canary-4711", "KEY_B": "canary-4711-b"])
    let failed = await #expect(throws: RequestFailed.self) {
      try await hopeless.route("main").run(Request(key: "canary-4711-key")) { _ -> Int in
        throw AttemptFailure(status: 400, body: "canary-4711".utf8)
      }
    }
    seen.add("\(failed.map { "\($0)" } ?? "")")
    #expect(seen.all.count > 10)
    for text in seen.all { #expect(!text.contains("canary")) }
  }

  @Test func `metrics name a cooling credential by its reference`() async throws {
    let engine = try engine(Policy.route(), clock: TestClock())
    _ = try? await engine.route("main").run { _ -> Int in throw AttemptFailure(status: 401) }
    let text = engine.prometheusText()
    #expect(
      text.contains(
        #"policy_credential_cooling_seconds{endpoint="a",credential="env(\"KEY_A\")"} 60.000000000"#
      ))
  }
}
