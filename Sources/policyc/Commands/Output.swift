import Glibc

extension Session {
  /// Writes a result to the file that an option names; to standard output without one, or for `-`.
  ///
  /// Says on a terminal what was written.
  mutating func deliver(_ bytes: [UInt8], to path: Path?) {
    guard let path, path != .standard else {
      out += bytes
      return
    }
    guard mayWrite(path) else { return }
    do throws(SystemError) {
      try FileWriter.write(bytes, to: path)
      if TerminalKind.showsMessages {
        say("wrote `\(path.shown)`, \(bytes.count) \(bytes.count == 1 ? "byte" : "bytes")")
      }
    } catch {
      complain("cannot write `\(path.shown)`: \(error.reason)")
    }
  }

  /// Whether a result may be written to a file: false, after a complaint, if the run reads it,
  /// under whatever name.
  mutating func mayWrite(_ path: Path) -> Bool {
    guard let target = FileReader.identity(path),
      let source = sources.first(where: { FileReader.identity($0) == target })
    else { return true }
    complain(
      "`\(path.shown)` would be written over, and this run reads it as `\(source.shown)`; "
        + "name another file")
    return false
  }
}
