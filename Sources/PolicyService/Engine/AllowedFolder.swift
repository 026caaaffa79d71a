/// One entry of `Allowed.files`.
struct AllowedFolder {
  private let path: String
  private let parts: [Substring]

  /// Reads an entry; nil if it names no folder.
  init?(_ path: String) {
    guard !path.isEmpty, !path.utf8.contains(0), let parts = AllowedFolder.parts(path) else {
      return nil
    }
    self.path = path
    self.parts = parts
  }

  /// Whether a file lies below the folder, by its path and by where its links lead.
  func covers(_ file: String, _ environment: Environment) -> Bool {
    guard file.first == "/" ? path.first == "/" : path.first != "/",
      let below = AllowedFolder.parts(file), below.count > parts.count, below.starts(with: parts)
    else { return false }
    // A file that is not there leads nowhere: reading it will say so.
    guard let realFile = environment.real(file), let realFolder = environment.real(path) else {
      return true
    }
    let prefix = realFolder.hasSuffix("/") ? realFolder : realFolder + "/"
    return realFile.utf8.starts(with: prefix.utf8)
  }

  /// The names of a path; nil where one of them leads up.
  private static func parts(_ path: String) -> [Substring]? {
    let parts = path.split(separator: "/").filter { $0 != "." }
    return parts.contains("..") ? nil : parts
  }
}
