import Glibc

extension Session {
  /// Shows a result in the form that `--format` names; as text in the terminal's width and colours.
  mutating func show(
    _ arguments: Arguments, _ json: () -> [UInt8], markdown: () -> [UInt8] = { [] },
    text: (_ color: Bool, _ width: Int) -> [UInt8]
  ) {
    switch arguments.value(.format)?.shown {
    case "json": out += json()
    case "github": out += markdown()
    case _:
      let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
      out += text(color, TerminalKind.width)
    }
  }

  /// Writes a result to the file that an option names; to standard output without one, or for `-`.
  ///
  /// Says on a terminal what was written.
  mutating func deliver(_ bytes: [UInt8], to path: Path?) {
    guard let path, path != .standard else {
      out += bytes
      return
    }
    guard mayWrite(bytes, to: path) else { return }
    do throws(SystemError) {
      try FileWriter.write(bytes, to: path)
      if TerminalKind.showsMessages {
        say("wrote `\(path.shown)`, \(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")")
      }
    } catch {
      complain("cannot write `\(path.shown)`: \(error.reason)")
    }
  }

  /// Whether a result may be written to a file; false after a complaint.
  ///
  /// The file must be absent, empty, or of the same kind; it is never a policy, and never what the
  /// run reads, under whatever name. A device or a pipe takes anything.
  mutating func mayWrite(_ bytes: [UInt8], to path: Path) -> Bool {
    guard let target = FileReader.identity(path) else { return true }
    if let source = sources.first(where: { FileReader.identity($0) == target }) {
      complain(
        "`\(path.shown)` would be written over, and this run reads it as `\(source.shown)`; "
          + "name another file")
      return false
    }
    guard FileReader.isRegular(path) else { return true }
    if [path, FileReader.real(path) ?? path].contains(where: { $0.hasSuffix(".policy") }) {
      complain("`\(path.shown)` is a policy, and nothing is written over it; name another file")
      return false
    }
    guard let start = FileReader.start(of: path, atMost: OutputKind.bytesMax) else {
      complain("`\(path.shown)` is there, and cannot be read to see what it is; name another file")
      return false
    }
    let kind = OutputKind(bytes)
    if start.isEmpty || kind != nil && OutputKind(start) == kind { return true }
    complain(
      "`\(path.shown)` is not \(kind?.name ?? "what would be written"), and is left as it is; "
        + "name another file, or remove it")
    return false
  }
}
