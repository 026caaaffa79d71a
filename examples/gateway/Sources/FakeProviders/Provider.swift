import Foundation
import NIOConcurrencyHelpers

/// One provider: its name, what it was told to do, and what it has seen.
final class Provider: Sendable {
  let name: String
  let port: Int
  /// The longest prompt that its model takes, in tokens.
  let context: Int
  private let state = NIOLockedValueBox(State())

  /// One attempt, as this end saw it.
  struct Attempt: Sendable {
    var number: Int
    var id: String
    var key: String
    var model: String
    var fault: String
    var isStream: Bool
    var begun: String?
    var way: String
    var atMs: Int
    var path: String
    var requestID: String
    var version: String
    /// How it ended here: `done`, `aborted` by the other side, `broken` by this one, or `open`.
    var end = "open"
  }

  private struct State {
    var log: [Attempt] = []
    var dropped = 0
    var seen: [String: Int] = [:]
    var always: [Fault] = []
    var revoked: Set<String> = []
  }

  /// Attempts that are remembered.
  static let logMax = 20_000

  init(name: String, port: Int, context: Int) {
    self.name = name
    self.port = port
    self.context = context
  }

  /// Whether a key was revoked.
  func isRevoked(_ key: String) -> Bool { state.withLockedValue { $0.revoked.contains(key) } }

  /// Tells what all requests without a fault of their own get from now on.
  func always(_ text: String) {
    let faults = text.split(separator: ",").compactMap { Fault($0.filter { $0 != " " }[...]) }
    state.withLockedValue { $0.always = faults }
  }

  /// Tells which keys are refused from now on.
  func revoke(_ text: String) {
    let keys = text.split(separator: ",").map(String.init)
    state.withLockedValue { $0.revoked = Set(keys) }
  }

  /// Forgets everything.
  func forget() { state.withLockedValue { $0 = State() } }

  /// The fault of the next attempt of `id`, and its number.
  func next(of id: String, among faults: [Fault]) -> (fault: Fault, number: Int) {
    state.withLockedValue { state in
      let number = state.seen[id, default: 0]
      if state.seen.count > Provider.logMax { state.seen.removeAll() }
      if !id.isEmpty { state.seen[id] = number + 1 }
      let script = faults.isEmpty ? state.always : faults
      let fault = script.isEmpty ? Fault.ok : script[min(number, script.count - 1)]
      return (fault, number)
    }
  }

  /// Remembers an attempt; gives its place.
  func began(_ attempt: Attempt) -> Int {
    state.withLockedValue { state in
      if state.log.count >= Provider.logMax {
        state.log.removeFirst(Provider.logMax / 2)
        state.dropped += Provider.logMax / 2
      }
      state.log.append(attempt)
      return state.log.count - 1 + state.dropped
    }
  }

  /// Remembers how the attempt at a place ended.
  func ended(_ place: Int, _ end: String) {
    state.withLockedValue { state in
      let index = place - state.dropped
      if state.log.indices.contains(index) { state.log[index].end = end }
    }
  }

  /// What it has seen, as JSON; of one id, if there is one.
  func log(of id: String?) -> [UInt8] {
    let rows = state.withLockedValue { $0.log }.filter { id == nil || $0.id == id }
    let values = rows.map { row in
      [
        "provider": name, "n": row.number, "id": row.id, "key": row.key, "model": row.model,
        "fault": row.fault, "stream": row.isStream, "begun": row.begun ?? "", "way": row.way,
        "at": row.atMs, "end": row.end, "path": row.path, "request": row.requestID,
        "version": row.version,
      ] as [String: Any]
    }
    return json(values)
  }
}

/// JSON of a value that is made here.
func json(_ value: Any) -> [UInt8] {
  let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
  return data.map { [UInt8]($0) } ?? Array("null".utf8)
}
