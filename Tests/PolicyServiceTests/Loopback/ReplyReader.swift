import Glibc

@testable import PolicyService

/// Puts an answer of HTTP/1.1 together from the bytes as they come.
struct ReplyReader {
  /// How far an answer has come.
  enum Progress {
    case unfinished, whole
    /// It is no answer of HTTP; what came before that stands in `reply`.
    case unreadable
  }

  private enum Phase {
    case head
    /// So many bytes of the body are still to come.
    case counted(Int)
    case chunks
    /// The body ends with the connection.
    case rest
    case whole
  }

  /// What is longer is taken for garbage; a header of a megabyte is not.
  private static let headBytesMax = 4 << 20

  private(set) var reply = WebCall.Reply()
  private(set) var hasBegun = false
  private var phase = Phase.head
  private var pending: [UInt8] = []
  /// How far `pending` was searched for the end of the head.
  private var searched = 0

  /// Whether the answer is whole if the connection ends here.
  var isWholeAtEnd: Bool {
    switch phase {
    case .rest, .whole: true
    case .head, .counted, .chunks: false
    }
  }

  /// Takes what came.
  mutating func take(_ bytes: [UInt8]) -> Progress {
    hasBegun = true
    pending += bytes
    while true {
      switch phase {
      case .head:
        guard let isThere = takeHead() else { return .unreadable }
        if !isThere { return .unfinished }
      case .counted(let left):
        let count = min(left, pending.count)
        reply.body += pending.prefix(count)
        pending.removeFirst(count)
        phase = count == left ? .whole : .counted(left - count)
        if count < left { return .unfinished }
      case .chunks:
        guard let isThere = takeChunk() else { return .unreadable }
        if !isThere { return .unfinished }
      case .rest:
        reply.body += pending
        pending = []
        return .unfinished
      case .whole: return .whole
      }
    }
  }

  /// The status line and the headers; false while they are not all there, nil if they are none.
  private mutating func takeHead() -> Bool? {
    // What cannot be the beginning of an answer is none, however much of it follows.
    guard pending.prefix(7).elementsEqual("HTTP/1.".utf8.prefix(pending.count)),
      pending.count <= ReplyReader.headBytesMax
    else { return nil }
    guard let end = pending.position(of: "\r\n\r\n", from: max(0, searched - 3)) else {
      searched = pending.count
      return false
    }
    var lines: [String] = []
    var start = 0
    while start < end {
      let next = pending.position(of: "\r\n", from: start) ?? end
      lines.append(String(decoding: pending[start..<next], as: UTF8.self))
      start = next + 2
    }
    pending.removeFirst(end + 4)
    let words = lines[0].split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[1].utf8.count == 3, let status = Int(words[1]), status >= 200
    else { return nil }
    reply.status = status
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      reply.headers.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
    }
    if reply.header("transfer-encoding") == "chunked" {
      phase = .chunks
    } else if let text = reply.header("content-length") {
      guard let length = Int(text), length >= 0 else { return nil }
      phase = .counted(length)
    } else {
      phase = .rest
    }
    return true
  }

  /// One chunk; false while it is not all there, nil if it is none.
  private mutating func takeChunk() -> Bool? {
    guard let line = pending.position(of: "\r\n", from: 0) else { return false }
    let text = String(decoding: pending[..<line], as: UTF8.self)
    guard let length = Int(text, radix: 16), length >= 0, length < 1 << 24 else { return nil }
    let end = line + 2 + length + 2
    guard pending.count >= end else { return false }
    reply.body += pending[line + 2..<end - 2]
    pending.removeFirst(end)
    if length == 0 { phase = .whole }
    return true
  }
}

extension [UInt8] {
  /// Where `text` stands; by the system's own search, for debug builds are slow with a megabyte.
  func position(of text: String, from start: Int) -> Int? {
    let text = Array(text.utf8)
    return withUnsafeBytes { all in
      guard let base = all.baseAddress else { return nil }
      var from = start
      while from + text.count <= all.count {
        let rest = all.count - text.count - from + 1
        guard let found = memchr(base + from, Int32(text[0]), rest) else { return nil }
        let at = UnsafeRawPointer(found) - base
        if memcmp(found, text, text.count) == 0 { return at }
        from = at + 1
      }
      return nil
    }
  }
}
