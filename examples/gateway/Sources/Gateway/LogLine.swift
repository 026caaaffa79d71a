import Foundation

extension Record.Facts {
  /// One line of JSON, without its end.
  ///
  /// What a client or a provider has said is quoted, control characters too: a line stays a line.
  func line(at time: Date) -> String {
    var line = "{\"time\":\"\(time.formatted(Record.Facts.clock))\""
    func add(_ name: String, _ text: String) { line += ",\"\(name)\":\(JSONText.quoted(text))" }
    func add(_ name: String, _ number: Int?) {
      if let number { line += ",\"\(name)\":\(number)" }
    }
    func add(_ name: String, _ time: Duration?) {
      if let time { line += ",\"\(name)\":\(time.seconds(digits: 6))" }
    }
    add("id", id)
    add("client", client)
    add("path", path)
    add("status", status)
    add("route", route)
    add("model", model)
    add("endpoint", endpoint)
    add("attempts", attempts)
    add("level", level)
    add("reason", reason)
    add("tokens_in", tokens?.prompt)
    add("tokens_out", tokens?.completion)
    if uses.contains(where: { !$0.isReported }) { line += ",\"tokens_estimated\":true" }
    add("first_token_s", firstToken)
    add("total_s", total)
    return line + "}"
  }

  private static let clock = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension Duration {
  /// In seconds, with so many digits behind the point.
  func seconds(digits: Int) -> String {
    let (whole, attoseconds) = components
    let fraction = String(attoseconds)
    let padded = String(repeating: "0", count: 18 - fraction.count) + fraction
    return "\(whole).\(padded.prefix(digits))"
  }
}

/// Where the lines go: the standard output, each in one piece.
enum LogOutput {
  static func write(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Foundation.write(1, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      // Nobody reads them: requests are served all the same.
      guard count > 0 else { return }
      sent += count
    }
  }
}
