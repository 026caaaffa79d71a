import NIOConcurrencyHelpers
import PolicyHTTP
import PolicyService

/// What one request has come to; it is told once, when its answer is over or nobody waits for it.
final class Record: Sendable {
  /// What is told.
  struct Facts: Sendable {
    let id: String
    let path: String
    var client = Clients.nobody
    var route = ""
    /// As the client named it.
    var model = ""
    /// The endpoint of the last attempt, and how many attempts were sent.
    var endpoint = ""
    var attempts = 0
    /// `full`, the step of the ladder that answered, or empty.
    var level = ""
    /// Why it ended, as the policy or the gateway calls it.
    var reason = ""
    var status = 0
    /// Of all attempts that somebody is paid for.
    var uses: [TokenUse] = []
    /// From the request's head until the first token was on its way to the client; of streams.
    var firstToken: Duration?
    /// From the request's head until the end of its answer.
    var total = Duration.zero
  }

  private struct State {
    var facts: Facts
    var findings: Findings?
    var isGone = false
    var isOver = false
    var tell: (@Sendable (Facts) -> Void)?
  }

  /// More of a path than this is not told.
  private static let pathMax = 256

  private let state: NIOLockedValueBox<State>
  private let began = ContinuousClock.now

  init(id: String, path: String) {
    let path = String(path.prefix(Record.pathMax))
    state = NIOLockedValueBox(State(facts: Facts(id: id, path: path)))
  }

  deinit { end() }

  /// Whom to tell; by itself nobody.
  func tell(_ body: @escaping @Sendable (Facts) -> Void) {
    state.withLockedValue { $0.tell = body }
  }

  /// Who asks.
  func note(client: String) { state.withLockedValue { $0.facts.client = client } }

  /// What for.
  func note(model: String) { state.withLockedValue { $0.facts.model = model } }

  /// Why the gateway itself answers, if no policy has said why.
  func note(reason: String) {
    state.withLockedValue { state in
      if state.facts.reason.isEmpty { state.facts.reason = reason }
    }
  }

  /// What the client is told first.
  func note(status: Int) { state.withLockedValue { $0.facts.status = status } }

  /// The policy takes it from here.
  func begin(route: String, _ findings: Findings) {
    state.withLockedValue { state in
      state.facts.route = route
      state.findings = findings
    }
  }

  /// There is an answer, perhaps not all of it.
  func begin(_ response: PolicyHTTPResponse) {
    state.withLockedValue { state in
      state.facts.endpoint = response.endpoint ?? ""
      state.facts.attempts = response.attempts
      state.facts.level =
        switch response.level {
        case .full: "full"
        case .degraded(let step): step
        }
    }
  }

  /// A piece of a stream goes to the client.
  func noteToken() {
    let time = ContinuousClock.now - began
    state.withLockedValue { state in
      if state.facts.firstToken == nil { state.facts.firstToken = time }
    }
  }

  /// The client has hung up.
  func hangUp() { state.withLockedValue { $0.isGone = true } }

  /// The answer is over.
  func end(_ ending: PolicyHTTPEnding) {
    state.withLockedValue { state in
      state.facts.attempts = ending.attempts
      state.facts.endpoint = ending.endpoint ?? state.facts.endpoint
      state.facts.reason = ending.reason
    }
  }

  /// There is none.
  func end(without error: any Error) {
    let failure = (error as? PolicyHTTPError)?.failure
    state.withLockedValue { state in
      state.facts.attempts = failure?.attempts ?? 0
      state.facts.endpoint = failure?.endpoint ?? ""
      state.facts.reason = failure?.code ?? "cancelled"
    }
  }

  /// Tells it, if nobody has.
  func end() {
    let total = ContinuousClock.now - began
    let (facts, tell) = state.withLockedValue { state in
      let tell = state.isOver ? nil : state.tell
      state.isOver = true
      state.tell = nil
      // An answer that was over before is an answer.
      let isBroken = state.facts.reason.isEmpty || state.facts.reason == "cancelled"
      if state.isGone && isBroken { state.facts.reason = "client-gone" }
      if let findings = state.findings { state.facts.uses = findings.uses }
      state.facts.total = total
      return (state.facts, tell)
    }
    tell?(facts)
  }
}

extension Record.Facts {
  /// What the request has used; nil if nobody was paid.
  var tokens: TokenUse.Tokens? {
    guard var sum = uses.first?.tokens else { return nil }
    for use in uses.dropFirst() {
      sum.prompt += use.tokens.prompt
      sum.completion += use.tokens.completion
    }
    return sum
  }
}
