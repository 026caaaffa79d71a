import Glibc
import PolicyLanguage

/// Finds the policies below a folder.
struct PolicyWalk {
  /// Paths relative to the folder, sorted by their bytes.
  private(set) var policies: [Path] = []
  /// Folders that could not be read, relative to the folder.
  private(set) var failures: [(folder: Path, error: SystemError)] = []

  /// The largest number of files that a report can hold.
  static let filesMax = 65_535

  private enum Kind { case folder, file, other }

  /// Looks for `*.policy` below `root`; hidden folders are left out, and symbolic links to folders
  /// are not followed, so that the search ends.
  init(_ root: Path) {
    var open = [Path([])]
    while let folder = open.popLast(), policies.count <= PolicyWalk.filesMax {
      do throws(SystemError) {
        try list(root.appending(folder).orCurrent) { name, type in
          guard name.bytes.first != UInt8(ascii: ".") else { return }
          let path = folder.appending(name)
          switch PolicyWalk.kind(type, root.appending(path)) {
          case .folder: open.append(path)
          case .file: if name.hasSuffix(".policy") { policies.append(path) }
          case .other: break
          }
        }
      } catch {
        failures.append((folder, error))
      }
    }
    policies.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    failures.sort { $0.folder.bytes.lexicographicallyPrecedes($1.folder.bytes) }
  }

  /// Some file systems do not tell the kind of an entry; a link to a file counts as a file.
  private static func kind(_ type: UInt8, _ path: Path) -> Kind {
    switch Int32(type) {
    case Int32(DT_REG): return .file
    case Int32(DT_DIR): return .folder
    case Int32(DT_LNK), Int32(DT_UNKNOWN): break
    default: return .other  // whatever else the system has
    }
    var status = stat()
    guard unsafe lstat(path.cString, &status) == 0 else { return .other }
    if status.kind == S_IFDIR { return .folder }
    guard unsafe stat(path.cString, &status) == 0 else { return .other }
    return status.kind == S_IFREG ? .file : .other
  }

  private func list(_ folder: Path, _ body: (Path, UInt8) -> Void) throws(SystemError) {
    guard let stream = unsafe opendir(folder.cString) else { throw .last }
    defer { unsafe closedir(stream) }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Path(unsafe Array(bytes.prefix { $0 != 0 }))
      }
      body(name, unsafe entry.pointee.d_type)
    }
  }
}
