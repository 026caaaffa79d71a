import Testing

@testable import PolicyService

/// One trouble, as the simulator is told of it and as far ends on the network make it.
struct DifferentialScript: Sendable, CustomTestStringConvertible {
  var name: String
  var policy: String
  /// What holds from 10s to 50s in the simulation.
  var faults: String
  /// How the simulation models the handlers.
  var given = ""
  /// What far ends do in that time.
  var ends: [String: Behaviour] = [:]
  /// Endpoints whose port is closed from beginning to end; then the faults hold for as long.
  var dead: Set<String> = []

  var testDescription: String { name }

  static let from = Duration.seconds(10)
  static let to = Duration.seconds(50)

  /// The policy with its scenario: a request every 7.2 seconds, each over long before the next.
  var example: Example {
    let at = dead.isEmpty ? "10s" : "0s"
    return Example(
      "differential \(name)",
      text: policy + """

        scenario differential {
          traffic main, rate: 500/h, arrivals: constant, for: 90s
          at \(at) { \(faults) }
          \(given)
        }
        """)
  }

  /// Whether the trouble holds at a time.
  func holds(at time: Duration) -> Bool {
    DifferentialScript.from <= time && time < DifferentialScript.to
  }

  static let all = tiers + keys + once

  private static let tiers: [DifferentialScript] = [
    DifferentialScript(
      name: "refused", policy: DifferentialPolicies.tiers, faults: "outage a", dead: ["a"]),
    DifferentialScript(
      name: "hang", policy: DifferentialPolicies.tiers, faults: "blackhole a, for: 40s",
      ends: ["a": .hang]),
    DifferentialScript(
      name: "slow first byte", policy: DifferentialPolicies.tiers,
      faults: "slow a, add: 20s, for: 40s", ends: ["a": .slow(.seconds(20), .ok())]),
    DifferentialScript(
      name: "503 with a code", policy: DifferentialPolicies.tiers,
      faults: "errors a, share: 100%, status: 503, code: \"overloaded_error\", for: 40s",
      ends: ["a": .error(503, code: "overloaded_error")]),
    DifferentialScript(
      name: "200 with an error's code", policy: DifferentialPolicies.tiers,
      faults: "errors a, share: 100%, status: 200, code: \"overloaded_error\", for: 40s",
      ends: ["a": .error(200, code: "overloaded_error")]),
    DifferentialScript(
      name: "429 for longer than one waits", policy: DifferentialPolicies.tiers,
      faults: "errors a, share: 100%, status: 429, retry-after: 25s, for: 40s",
      ends: ["a": .answer(429, headers: ["retry-after: 25"])]),
    DifferentialScript(
      name: "429 for a moment", policy: DifferentialPolicies.tiers,
      faults: "errors a, share: 100%, status: 429, retry-after: 200ms, for: 40s",
      ends: ["a": .answer(429, headers: ["retry-after-ms: 200"])]),
    DifferentialScript(
      name: "cut", policy: DifferentialPolicies.tiers, faults: "cut a, after: 40%, for: 40s",
      ends: ["a": .cut(["{\"a\": "])]),
    DifferentialScript(
      name: "malformed", policy: DifferentialPolicies.tiers,
      faults: "malformed a, share: 100%, for: 40s", ends: ["a": .ok("{\"half")]),
    DifferentialScript(
      name: "both out", policy: DifferentialPolicies.tiers,
      faults: "errors a, share: 100%, status: 500, for: 40s; "
        + "errors b, share: 100%, status: 529, for: 40s",
      ends: ["a": .answer(500), "b": .answer(529)]),
  ]

  private static let keys: [DifferentialScript] = [
    DifferentialScript(
      name: "401 on one key", policy: DifferentialPolicies.keys,
      faults: "revoke env(\"KEY_1\"), for: 40s",
      ends: ["a": .byKey(["KEY_1": .answer(401)], otherwise: .ok())]),
    DifferentialScript(
      name: "429 on both keys", policy: DifferentialPolicies.keys,
      faults: "errors a, share: 100%, status: 429, retry-after: 25s, for: 40s",
      ends: ["a": .answer(429, headers: ["retry-after: 25"])]),
    DifferentialScript(
      name: "not found behind one door", policy: DifferentialPolicies.keys,
      faults: "errors a, share: 100%, status: 404, for: 40s", ends: ["a": .answer(404)]),
  ]

  private static let once: [DifferentialScript] = [
    DifferentialScript(
      name: "once, refused", policy: DifferentialPolicies.once, faults: "outage provider: one",
      given: "given reconcile, landed: 0%, takes: 5ms", dead: ["a", "b"]),
    DifferentialScript(
      name: "once, hang before it is carried out", policy: DifferentialPolicies.once,
      faults: "blackhole a, for: 40s", given: "given reconcile, landed: 0%, takes: 5ms",
      ends: ["a": .hang]),
    DifferentialScript(
      name: "once, carried out and a 503", policy: DifferentialPolicies.once,
      faults: "errors a, share: 100%, status: 503, for: 40s",
      given: "given reconcile, landed: 100%, takes: 5ms", ends: ["a": .executing(.answer(503))]),
    DifferentialScript(
      name: "once, not carried out and a 503", policy: DifferentialPolicies.once,
      faults: "errors a, share: 100%, status: 503, for: 40s",
      given: "given reconcile, landed: 0%, takes: 5ms", ends: ["a": .answer(503)]),
  ]
}
