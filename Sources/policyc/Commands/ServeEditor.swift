import Glibc
import PolicyEditor
import PolicyLanguage

extension Session {
  /// `policyc lsp`: the pipe between an editor and the language server.
  ///
  /// Findings are sought when nothing more waits to be read, so that a burst of edits costs one
  /// look at the policies. Ends with 1 if the editor goes without `shutdown`.
  mutating func serveEditor(_ arguments: Arguments) throws(UsageError) {
    if let surplus = arguments.operands.first {
      throw .operands("`policyc lsp` takes no `\(surplus.shown)`; editors talk to it", .lsp)
    }
    var server = EditorServer(
      host: EditorHost(
        read: { folder, name in Input.read(Path(name), below: Path(folder)) },
        policies: { PolicyWalk(Path($0)).policies.map(\.shown) }, today: Calendar.today))
    var frames = Frames()
    while true {
      guard let bytes = Session.waitingInput() else { break }
      frames.append(bytes)
      while let frame = frames.next() {
        guard send(server.receive(frame)) else { return end(.findings) }
        if let isOrderly = server.exit { return isOrderly ? () : end(.findings) }
      }
      if !Session.hasWaitingInput(), !send(server.settle()) { break }
    }
    end(.findings)
  }

  /// Writes messages; false if nobody reads them any more.
  private func send(_ messages: [[UInt8]]) -> Bool {
    do throws(SystemError) {
      for message in messages { try Session.write(Frames.framed(message), to: 1) }
      return true
    } catch {
      return false
    }
  }

  /// What can be read from standard input, once there is something; nil at its end.
  private static func waitingInput() -> [UInt8]? {
    while true {
      var code: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        let got = unsafe Glibc.read(0, buffer.baseAddress, 65_536)
        if got < 0 { code = errno }
        count = max(0, got)
      }
      if code == EINTR { continue }
      if code == EAGAIN {
        var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&waiting, 1, -1)
        continue
      }
      return bytes.isEmpty ? nil : bytes
    }
  }

  private static func hasWaitingInput() -> Bool {
    var waiting = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&waiting, 1, 0) > 0
  }
}
