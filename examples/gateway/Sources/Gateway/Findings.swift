import NIOConcurrencyHelpers
import NIOCore
import PolicyRuntime
import PolicyService

/// What a request's attempts have seen, for whoever tells the client of it.
final class Findings: Sendable {
  private struct State {
    var refusal: (status: Int, body: [UInt8])?
    var secrets: Set<String> = []
    var shown: JSONText?
    var text: [UInt8] = []
    var uses = TokenUses()
  }

  private let state = NIOLockedValueBox(State())

  /// An attempt's answer begins.
  ///
  /// - Parameter promptTokens: what the request takes, roughly; the text that is handed over comes
  ///   to it.
  func begin(_ attempt: Attempt, promptTokens: Int) {
    state.withLockedValue { state in
      if let secret = attempt.credential?.secret { state.secrets.insert(secret) }
      let more = attempt.isResume ? state.text.count / 4 : 0
      state.uses.begin(attempt.number, at: attempt.endpoint, prompt: promptTokens + more)
    }
  }

  /// A piece of an attempt's text came.
  func count(pieceOf attempt: Attempt) {
    state.withLockedValue { $0.uses.count(pieceOf: attempt.number) }
  }

  /// A provider says what an attempt has cost.
  func report(_ tokens: TokenUse.Tokens, of attempt: Attempt) {
    state.withLockedValue { $0.uses.report(tokens, of: attempt.number) }
  }

  /// What the attempts have cost so far, in their order: those that somebody is paid for.
  var uses: [TokenUse] { state.withLockedValue { $0.uses.paid } }

  /// An attempt failed.
  func note(_ error: any Error) {
    guard let evidence = (error as? AttemptFailure)?.evidence else { return }
    state.withLockedValue { state in
      state.refusal = evidence.status.map { (status: Int($0), body: Array(evidence.body)) }
    }
  }

  /// An attempt goes on with a text, as it stands in JSON, that the client was shown.
  func handOver(_ text: [UInt8]) {
    let (start, end) = ("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"", "\"}}]}")
    let event = JSONText(Array(start.utf8) + text + Array(end.utf8))
    let whole = Array(JSONText.decoded(inner: text[...]))
    state.withLockedValue { ($0.shown, $0.text) = (event, whole) }
  }

  /// The text that was handed over last.
  var text: [UInt8] { state.withLockedValue { $0.text } }

  /// What the client was shown by others, as an event of a stream.
  var shown: JSONText? { state.withLockedValue { $0.shown } }

  /// What the last attempt was refused with.
  var refusal: (status: Int, body: [UInt8])? { state.withLockedValue { $0.refusal } }

  /// What takes the keys out of an answer that attempts of this request were sent with.
  var redactor: Redactor { Redactor(state.withLockedValue { $0.secrets }) }

  /// A text of a provider without the keys that it was sent.
  func redacted(_ text: String) -> String {
    Redactor.redacted(text, state.withLockedValue { $0.secrets })
  }
}
