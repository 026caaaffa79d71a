import Glibc

extension Session {
  /// Writes a result to the file that `-o` names; to standard output without one, or for `-`.
  mutating func deliver(_ bytes: [UInt8], to path: Path?) {
    guard let path, path != .standard else {
      out += bytes
      return
    }
    do throws(SystemError) {
      try FileWriter.write(bytes, to: path)
    } catch {
      complain("cannot write `\(path.shown)`: \(error.reason)")
    }
  }
}
