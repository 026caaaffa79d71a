import Foundation

@testable import PolicyService

/// What a request is for: each purpose has a script of its own.
enum Purpose: String, Sendable {
  case request, lookup, probe
}

/// One request, as a far end saw it.
struct Seen: Sendable {
  var endpoint: String
  var purpose: Purpose
  var method: String
  var path: String
  /// The credential it carried.
  var key: String
  /// All headers, by their names in lower case.
  var headers: [String: String]
  var body: String
  var at: ContinuousClock.Instant
}

/// A server on 127.0.0.1 that misbehaves as it is told: one endpoint of a policy.
///
/// It is made of sockets and threads in the tests' own process, rather than of a script in another
/// language: nothing has to be installed, started, spoken to or ended, what it saw is there at
/// once, and bytes can be wrong in every way that a socket allows. It shares no thread with the
/// tasks of the engine, and no code with the client but the socket.
final class FarEnd: Sendable {
  private struct State {
    var scripts: [Purpose: [Behaviour]] = [:]
    var defaults: [Purpose: Behaviour] = [.request: .ok(), .lookup: .book, .probe: .ok()]
    var open: [ObjectIdentifier: Socket] = [:]
    var isOver = false
    /// Who fills the queue of one that accepts nobody.
    var filler: Socket?
  }

  let name: String
  let port: UInt16
  let book: Book
  private let socket: Socket
  private let seen: Recorder<Seen>
  private let state = Lock(State())

  /// A server at a port of its own; until `open`, connections are refused.
  init(_ name: String, _ book: Book, _ seen: Recorder<Seen>) throws {
    self.name = name
    self.book = book
    self.seen = seen
    (socket, port) = try Socket.bound()
  }

  deinit { stop() }

  /// Accepts connections from now on.
  func open() throws {
    try socket.listen(queue: 128)
    let socket = socket
    Thread.detachNewThread { [weak self] in
      while let connection = socket.next() {
        guard let self else { return }
        Thread.detachNewThread { self.serve(connection) }
      }
    }
  }

  /// Lets connections hang before they stand: the queue of those who wait is full for ever.
  func goDeaf() throws {
    try socket.listen(queue: 0)
    let filler = try Socket()
    try filler.connect(port: port, until: .now + .seconds(5))
    state.withLock { $0.filler = filler }
  }

  /// Ends all connections.
  func stop() {
    let open = state.withLock { state in
      state.isOver = true
      return Array(state.open.values)
    }
    socket.shut()
    for connection in open { connection.shut() }
  }

  /// What is done with the next requests, one after the other; then `rest` is for all others.
  func plays(
    _ behaviours: Behaviour..., then rest: Behaviour? = nil, for purpose: Purpose = .request
  ) {
    plays(behaviours, then: rest, for: purpose)
  }

  /// What is done with the next requests, as a list.
  func plays(
    _ behaviours: [Behaviour], then rest: Behaviour? = nil, for purpose: Purpose = .request
  ) {
    state.withLock { state in
      state.scripts[purpose] = behaviours
      if let rest { state.defaults[purpose] = rest }
    }
  }

  /// What is done with every request from now on.
  func always(_ behaviour: Behaviour, for purpose: Purpose = .request) {
    state.withLock { state in
      state.scripts[purpose] = nil
      state.defaults[purpose] = behaviour
    }
  }

  private func take(_ purpose: Purpose) -> Behaviour {
    state.withLock { state in
      if let script = state.scripts[purpose], let next = script.first {
        state.scripts[purpose]?.removeFirst()
        return next
      }
      return state.defaults[purpose] ?? .ok()
    }
  }

  /// Whether the next request is not even read.
  private func refusesNext() -> Bool {
    state.withLock { state in
      let next = state.scripts[.request]?.first ?? state.defaults[.request]
      guard let next, next.isAtOnce else { return false }
      if state.scripts[.request]?.isEmpty == false { state.scripts[.request]?.removeFirst() }
      return true
    }
  }

  /// One connection, which serves one request.
  private func serve(_ connection: Socket) {
    let id = ObjectIdentifier(connection)
    let isOver = state.withLock { state in
      if !state.isOver { state.open[id] = connection }
      return state.isOver
    }
    if isOver { return }
    defer { state.withLock { $0.open[id] = nil } }
    if refusesNext() {
      seen.add(
        Seen(
          endpoint: name, purpose: .request, method: "", path: "", key: "", headers: [:],
          body: "", at: .now))
      return connection.breakOff()
    }
    guard let request = FarEnd.read(connection, name) else { return }
    seen.add(request)
    let key = request.headers["x-key"] ?? ""
    let copy = key.isEmpty || request.purpose != .request ? 0 : book.receive(key)
    let stage = Stage(connection: connection, request: request, book: book, key: key, copy: copy)
    stage.play(take(request.purpose))
  }

  private static func read(_ connection: Socket, _ name: String) -> Seen? {
    var bytes: [UInt8] = []
    while true {
      guard let more = try? connection.read(until: .now + .seconds(30)), !more.isEmpty else {
        return nil
      }
      bytes += more
      guard let head = bytes.position(of: "\r\n\r\n", from: 0) else { continue }
      let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\r\n")
      let words = lines.first?.split(separator: " ") ?? []
      guard words.count == 3 else { return nil }
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
      let length = headers["content-length"].flatMap { Int($0) } ?? 0
      guard bytes.count >= head + 4 + length else { continue }
      let purpose = headers["x-purpose"].flatMap { Purpose(rawValue: $0) } ?? .request
      return Seen(
        endpoint: name, purpose: purpose, method: String(words[0]), path: String(words[1]),
        key: (headers["authorization"] ?? "").replacing("Bearer ", with: ""),
        headers: headers, body: String(decoding: bytes[(head + 4)...], as: UTF8.self),
        at: .now)
    }
  }
}
