import Glibc

/// Writes files whole or not at all.
enum FileWriter {
  /// Makes `bytes` the content of the file at `path`: written beside it, then renamed over it.
  ///
  /// A symbolic link stays, and the file that it leads to is replaced, or made if the link leads to
  /// none; the mode of a file that exists stays.
  /// What is no regular file, as a device or a pipe, is written to directly.
  static func write(_ bytes: [UInt8], to path: Path) throws(SystemError) {
    let target = try FileWriter.target(path)
    var status = stat()
    let exists = unsafe stat(target.cString, &status) == 0
    if exists, status.kind == S_IFDIR { throw SystemError(code: EISDIR) }
    if exists, status.kind != S_IFREG {
      let device = try Descriptor(target, O_WRONLY)
      return try device.write(bytes)
    }
    // Renaming needs no right to the file itself, which must not be a way around a missing one.
    if exists, unsafe access(target.cString, W_OK) != 0 { throw .last }
    // Who ends the process meanwhile waits until no draft is left behind.
    let interrupts = Interrupts(graceToo: true)
    defer { withExtendedLifetime(interrupts) {} }
    let draft = try write(
      draft: bytes, beside: target, mode: exists ? status.st_mode & 0o7777 : nil)
    guard unsafe rename(draft.cString, target.cString) == 0 else {
      let error = SystemError.last
      _ = unsafe unlink(draft.cString)
      throw error
    }
  }

  /// Writes a file that does not exist yet; fails with `EEXIST` if it does.
  static func create(_ bytes: [UInt8], at path: Path) throws(SystemError) {
    let interrupts = Interrupts(graceToo: true)
    defer { withExtendedLifetime(interrupts) {} }
    let draft = try write(draft: bytes, beside: path, mode: nil)
    defer { _ = unsafe unlink(draft.cString) }
    guard unsafe link(draft.cString, path.cString) == 0 else { throw .last }
  }

  /// How many links lead on to another, as Linux has it.
  private static let linksMax = 40
  /// How many names are tried for a draft before something else must be wrong.
  private static let draftsMax = 1000

  /// The file that a path leads to, whether it is there or not.
  private static func target(_ path: Path) throws(SystemError) -> Path {
    if let real = FileReader.real(path) { return real }
    var path = path
    for _ in 0..<linksMax {
      var status = stat()
      guard unsafe lstat(path.cString, &status) == 0, status.kind == S_IFLNK else { return path }
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(path.cString, &buffer, buffer.count)
      guard count > 0 else { throw .last }
      let link = Path(buffer[..<count].map { UInt8(bitPattern: $0) })
      path = link.isAbsolute ? link : path.folder.appending(link)
    }
    throw SystemError(code: ELOOP)
  }

  /// Writes a new file in the folder of `target` and gives its path; nothing is left on failure.
  private static func write(
    draft bytes: [UInt8], beside target: Path, mode: mode_t?
  ) throws(SystemError) -> Path {
    let draft = try Draft(beside: target)
    do throws(SystemError) {
      try draft.file.write(bytes)
      if let mode, fchmod(draft.file.raw, mode) != 0 { throw .last }
      // Without this a crash of the machine may leave the new name on an empty file.
      guard fsync(draft.file.raw) == 0 else { throw .last }
    } catch {
      _ = unsafe unlink(draft.path.cString)
      throw error
    }
    return draft.path
  }

  /// A new empty file, to be renamed or removed.
  private struct Draft: ~Copyable {
    let path: Path
    let file: Descriptor

    /// A file in the folder of `target`: a run that crashed may have left one of the same name
    /// behind, if it had the same number.
    init(beside target: Path) throws(SystemError) {
      var n = 0
      while true {
        let path = target.folder.appending(Path(".policyc-\(getpid())-\(n).tmp"))
        do throws(SystemError) {
          file = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
          self.path = path
          return
        } catch {
          n += 1
          guard error.code == EEXIST, n < draftsMax else { throw error }
        }
      }
    }
  }
}
