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
    var uses: [Int: TokenUse] = [:]
    var sequence: Int?
  }

  private let state = NIOLockedValueBox(State())

  /// An attempt begins.
  func begin(_ attempt: Attempt) {
    guard let secret = attempt.credential?.secret else { return }
    state.withLockedValue { _ = $0.secrets.insert(secret) }
  }

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
    state.withLockedValue { $0.shown = event }
  }

  /// What the client was shown by others, as an event of a stream.
  var shown: JSONText? { state.withLockedValue { $0.shown } }

  /// What the last attempt was refused with.
  var refusal: (status: Int, body: [UInt8])? { state.withLockedValue { $0.refusal } }

  /// An attempt's provider has reported tokens.
  func note(_ use: TokenUse, of attempt: Attempt) {
    let number = attempt.number
    state.withLockedValue { $0.uses[number, default: TokenUse()].replace(with: use) }
  }

  /// What an attempt has used.
  func use(of attempt: Attempt) -> TokenUse {
    let number = attempt.number
    return state.withLockedValue { $0.uses[number] ?? TokenUse() }
  }

  /// What the request has used: the sum over all who were paid for it.
  var use: TokenUse {
    state.withLockedValue { $0.uses.values }.reduce(into: TokenUse()) { $0.add($1) }
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
