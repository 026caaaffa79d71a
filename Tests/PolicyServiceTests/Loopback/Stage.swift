import Foundation

/// Plays a behaviour on one connection.
struct Stage {
  var connection: Socket
  var request: Seen
  var book: Book
  /// What the book knows the request by; empty for none.
  var key: String
  /// Which copy of it this is.
  var copy: Int

  func play(_ behaviour: Behaviour) {
    switch behaviour {
    case .answer(let status, let headers, let body):
      if (200...299).contains(status) { execute() }
      send(head(status, headers + ["content-length: \(body.utf8.count)"]) + body)
    case .pieces(let pieces):
      execute()
      chunks(pieces)
      send("0\r\n\r\n")
    case .resetAtOnce, .reset: connection.breakOff()
    case .close: break
    case .hang: untilClosed()
    case .slow(let time, let then):
      if !isClosed(within: time) { play(then) }
    case .cut(let pieces):
      let body = pieces.joined()
      send(head(200, ["content-length: \(body.utf8.count + 1000)"]) + body)
    case .cutPieces(let pieces): chunks(pieces)
    case .resetPieces(let pieces):
      chunks(pieces)
      // What was sent is to be read before the connection is gone.
      if !isClosed(within: .milliseconds(100)) { connection.breakOff() }
    case .stall(let pieces):
      chunks(pieces)
      untilClosed()
    case .raw(let text): send(text)
    case .byKey(let behaviours, let otherwise): play(behaviours[request.key] ?? otherwise)
    case .refusing(let then):
      var stage = self
      stage.copy = 0
      stage.play(then)
    case .executing(let then):
      execute()
      play(then)
    case .executingLate(let time, let then):
      let (book, key, copy) = (book, key, copy)
      Thread.detachNewThread {
        Thread.sleep(forTimeInterval: time / .seconds(1))
        book.execute(key, copy: copy)
      }
      play(then)
    case .book:
      let asked = request.path.split(separator: "/").last.map(String.init) ?? ""
      play(book.lookUp(asked) ? .answer(200, body: "{\"found\": true}") : .answer(404))
    }
  }

  private func execute() { if copy > 0 { book.execute(key, copy: copy) } }

  private func head(_ status: Int, _ headers: [String]) -> String {
    (["HTTP/1.1 \(status) Because", "connection: close"] + headers + ["", ""]).joined(
      separator: "\r\n")
  }

  private func chunks(_ pieces: [String]) {
    send(head(200, ["content-type: text/event-stream", "transfer-encoding: chunked"]))
    for piece in pieces {
      send("\(String(piece.utf8.count, radix: 16))\r\n\(piece)\r\n")
      // So that pieces come one by one, as from a model that thinks between them.
      if isClosed(within: .milliseconds(5)) { return }
    }
  }

  private func send(_ text: String) {
    // Whoever does not read it any more has gone away.
    try? connection.write(Array(text.utf8), until: .now + .seconds(30))
  }

  private func untilClosed() { _ = isClosed(within: .seconds(60)) }

  /// Whether the client goes away within a time.
  private func isClosed(within time: Duration) -> Bool {
    let end = ContinuousClock.now + time
    while true {
      do {
        if try connection.read(until: end).isEmpty { return true }
      } catch Socket.Failure.timedOut {
        return false
      } catch {
        return true
      }
    }
  }
}
