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
    let input = Descriptor(raw: dup(0))
    while true {
      let bytes = Session.next(input)
      if bytes.isEmpty { break }
      frames.append(bytes)
      while let frame = frames.next() {
        guard send(server.receive(frame)) else { return end(.findings) }
        if let isOrderly = server.exit { return isOrderly ? () : end(.findings) }
      }
      if !input.isReady(POLLIN, within: 0), !send(server.settle()) { break }
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

  /// What can be read, once there is something; nothing at the end, or where nothing can be read.
  private static func next(_ input: borrowing Descriptor) -> [UInt8] {
    while true {
      do throws(SystemError) { return try input.chunk(atMost: 65_536) } catch {
        guard error.code == EAGAIN else { return [] }
        input.isReady(POLLIN, within: -1)
      }
    }
  }
}
