import NIOConcurrencyHelpers
import NIOCore
import PolicyRuntime
import PolicyService

/// What a request's attempts have seen, for whoever tells the client of it.
final class Findings: Sendable {
  private struct State {
    /// By the class of the failure: the first of each.
    var refusals: [String: (status: Int, body: [UInt8])] = [:]
    var secrets: Set<String> = []
    var shown: JSONText?
    var text: [UInt8] = []
    var uses = TokenUses()
    var sequence: Int?
  }

  private let state = NIOLockedValueBox(State())

  /// An attempt's answer begins.
  ///
  /// - Parameter promptTokens: what the request takes, roughly; the text that is handed over comes
  ///   to it.
  func begin(_ attempt: Attempt, promptTokens: Int) {
    state.withLockedValue { state in
      if let credential = attempt.credential {
        state.secrets.insert(credential.secret)
        // Providers that are asked for a URL with the key in it may repeat the URL.
        if attempt.destination.holdsCredential { state.secrets.insert(credential.inURL) }
      }
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
  func note(_ error: any Error, of attempt: Attempt) {
    guard let failure = error as? AttemptFailure, let status = failure.evidence.status,
      let errorClass = attempt.errorClass(of: failure)
    else { return }
    let refusal = (status: Int(status), body: Array(failure.evidence.body))
    state.withLockedValue { state in
      if state.refusals[errorClass] == nil { state.refusals[errorClass] = refusal }
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

  /// What the first attempt that failed of a class was answered with: when all refuse a request,
  /// the words of the provider that it was meant for say most.
  func refusal(_ errorClass: String) -> (status: Int, body: [UInt8])? {
    state.withLockedValue { $0.refusals[errorClass] }
  }

  /// An event of a stream has a number.
  func note(sequence number: Int) { state.withLockedValue { $0.sequence = number } }

  /// The number of the last event that has one.
  var sequence: Int? { state.withLockedValue { $0.sequence } }

  /// What takes the keys out of an answer that attempts of this request were sent with.
  var redactor: Redactor { Redactor(state.withLockedValue { $0.secrets }) }

  /// A text of a provider without the keys that it was sent.
  func redacted(_ text: String) -> String {
    Redactor.redacted(text, state.withLockedValue { $0.secrets })
  }
}
