import NIOConcurrencyHelpers
import NIOCore
import PolicyRuntime
import PolicyService

/// What a request's attempts have seen, for whoever tells the client of it.
final class Findings: Sendable {
  private struct State {
    var refusal: (status: Int, body: [UInt8])?
    var secrets: Set<String> = []
  }

  private let state = NIOLockedValueBox(State())

  /// An attempt begins.
  func begin(_ attempt: Attempt) {
    guard let secret = attempt.credential?.secret, secret.utf8.count >= 8 else { return }
    state.withLockedValue { _ = $0.secrets.insert(secret) }
  }

  /// An attempt failed.
  func note(_ error: any Error) {
    guard let evidence = (error as? AttemptFailure)?.evidence else { return }
    state.withLockedValue { state in
      state.refusal = evidence.status.map { (status: Int($0), body: Array(evidence.body)) }
    }
  }

  /// What the last attempt was refused with.
  var refusal: (status: Int, body: [UInt8])? { state.withLockedValue { $0.refusal } }

  /// Bytes of a provider without the keys that it was sent.
  func redacted(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for secret in state.withLockedValue({ $0.secrets }) {
      let secret = Array(secret.utf8)
      var from = 0
      while let at = bytes.firstPlace(of: secret, from: from) {
        bytes.replaceSubrange(at..<(at + secret.count), with: "[redacted]".utf8)
        from = at + 10
      }
    }
    return bytes
  }
}

extension [UInt8] {
  /// Where `other` begins, looked for from a place on; nil if it is not there.
  fileprivate func firstPlace(of other: [UInt8], from: Int) -> Int? {
    guard let first = other.first, count - from >= other.count else { return nil }
    var at = from
    while at <= count - other.count {
      guard let next = self[at...(count - other.count)].firstIndex(of: first) else { return nil }
      if self[next..<(next + other.count)].elementsEqual(other) { return next }
      at = next + 1
    }
    return nil
  }
}
