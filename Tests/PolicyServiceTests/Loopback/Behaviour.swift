@testable import PolicyService

/// What a far end does with one request.
indirect enum Behaviour: Sendable {
  /// A whole answer.
  case answer(Int, headers: [String] = [], body: String = "{}")
  /// A whole answer in pieces.
  case pieces([String])
  /// The connection is broken off as soon as it stands.
  case resetAtOnce
  /// The request is read, and the connection broken off.
  case reset
  /// The request is read, and the connection closed politely.
  case close
  /// The request is read, and nothing follows.
  case hang
  /// Nothing for a time, and then another behaviour.
  case slow(Duration, Behaviour)
  /// The answer is announced as longer than what comes of it before the connection is closed.
  case cut([String])
  /// Pieces come, but never the last one, before the connection is closed.
  case cutPieces([String])
  /// Pieces come, and the connection is broken off.
  case resetPieces([String])
  /// Pieces come, and then nothing.
  case stall([String])
  /// Bytes that need be no HTTP.
  case raw(String)
  /// It depends on the credential that the request carries.
  case byKey([String: Behaviour], otherwise: Behaviour)
  /// The request is not carried out, though the status is one of success.
  case refusing(Behaviour)
  /// The request is carried out, whatever is answered.
  case executing(Behaviour)
  /// The request is carried out after a time, whatever is answered.
  case executingLate(Duration, Behaviour)
  /// What the provider's book says of the key at the end of the path.
  case book

  /// A useful answer.
  static func ok(_ body: String = "{\"ok\": true}") -> Behaviour { .answer(200, body: body) }

  /// An error with a code where providers put it.
  static func error(_ status: Int, code: String, headers: [String] = []) -> Behaviour {
    .answer(
      status, headers: headers,
      body: "{\"error\": {\"code\": \"\(code)\", \"message\": \"no\"}}")
  }

  /// The connection is broken off without the request having been read.
  var isAtOnce: Bool {
    if case .resetAtOnce = self { return true }
    return false
  }
}

/// What a provider has carried out, by the keys of its requests.
///
/// A request may be carried out long after its connection is gone; but once the book was asked
/// about a key and knew nothing, the copies that came before are void: "it cannot land any more".
final class Book: Sendable {
  private struct Entry {
    var copies = 0
    var voided = 0
    var executions = 0
  }

  private let entries = Lock([String: Entry]())
  /// Whether a copy of what was carried out is answered without being carried out again.
  private let replays: Bool

  init(replays: Bool) { self.replays = replays }

  /// A copy of a request has come; gives its number.
  func receive(_ key: String) -> Int {
    entries.withLock { entries in
      entries[key, default: Entry()].copies += 1
      return entries[key, default: Entry()].copies
    }
  }

  /// Carries a copy out, unless it is void.
  func execute(_ key: String, copy: Int) {
    entries.withLock { entries in
      guard let entry = entries[key], copy > entry.voided else { return }
      if replays, entry.executions > 0 { return }
      entries[key, default: Entry()].executions += 1
    }
  }

  /// Whether it was carried out; if not, it cannot be any more.
  func lookUp(_ key: String) -> Bool {
    entries.withLock { entries in
      if let entry = entries[key], entry.executions > 0 { return true }
      entries[key, default: Entry()].voided = entries[key]?.copies ?? 0
      return false
    }
  }

  /// How often it was carried out.
  func executions(_ key: String) -> Int { entries.withLock { $0[key]?.executions ?? 0 } }
}
