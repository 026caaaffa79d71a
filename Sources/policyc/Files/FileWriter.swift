import Glibc

/// Writes files whole or not at all.
enum FileWriter {
  /// Makes `bytes` the content of the file at `path`: written beside it, then renamed over it.
  ///
  /// A symbolic link stays, and what it leads to is replaced; the mode of a file that exists stays.
  /// What is no regular file, as a device or a pipe, is written to directly.
  static func write(_ bytes: [UInt8], to path: Path) throws(SystemError) {
    let target = FileReader.real(path) ?? path
    var status = stat()
    let exists = unsafe stat(target.cString, &status) == 0
    if exists, status.kind == S_IFDIR { throw SystemError(code: EISDIR) }
    if exists, status.kind != S_IFREG {
      let device = try Descriptor(target, O_WRONLY)
      return try device.write(bytes)
    }
    // Renaming needs no right to the file itself, which must not be a way around a missing one.
    if exists, unsafe access(target.cString, W_OK) != 0 { throw .last }
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
    let draft = try write(draft: bytes, beside: path, mode: nil)
    defer { _ = unsafe unlink(draft.cString) }
    guard unsafe link(draft.cString, path.cString) == 0 else { throw .last }
  }

  /// Writes a new file in the folder of `target` and gives its path; nothing is left on failure.
  private static func write(
    draft bytes: [UInt8], beside target: Path, mode: mode_t?
  ) throws(SystemError) -> Path {
    let draft = target.folder.appending(Path(".policyc-\(getpid()).tmp"))
    let file = try Descriptor(draft, O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
    do throws(SystemError) {
      try file.write(bytes)
      if let mode, fchmod(file.raw, mode) != 0 { throw .last }
      // Without this a crash of the machine may leave the new name on an empty file.
      guard fsync(file.raw) == 0 else { throw .last }
    } catch {
      _ = unsafe unlink(draft.cString)
      throw error
    }
    return draft
  }
}
