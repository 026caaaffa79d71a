import Glibc
import PolicyLanguage

/// Reads whole files, and nothing but regular ones that are small enough.
enum FileReader {
  /// The bytes of the file at `path`.
  static func read(
    _ path: Path, atMost limit: Int = Limits.fileBytesMax
  ) -> Result<[UInt8], SourceFailure> {
    do throws(SystemError) {
      let file = try Descriptor(path, O_RDONLY)
      let status = try file.status()
      switch status.kind {
      case S_IFREG: break
      case S_IFDIR: return .failure(.directory)
      default: return .failure(.notRegular)  // whatever else the system has
      }
      let size = Int(status.st_size)
      if size > limit { return .failure(.tooLarge(bytes: size)) }
      return held(try file.read(atMost: limit + 1, expected: size), limit)
    } catch {
      return .failure(failure(error))
    }
  }

  /// The first bytes of a file; nil if it cannot be read.
  static func start(of path: Path, atMost limit: Int) -> [UInt8]? {
    do throws(SystemError) {
      return try Descriptor(path, O_RDONLY).read(atMost: limit, expected: limit)
    } catch {
      return nil
    }
  }

  /// Whether a path leads to a regular file.
  static func isRegular(_ path: Path) -> Bool {
    var status = stat()
    return unsafe stat(path.cString, &status) == 0 && status.kind == S_IFREG
  }

  /// All of standard input, which may be a terminal or a pipe.
  static func standardInput(
    atMost limit: Int = Limits.fileBytesMax
  ) -> Result<[UInt8], SourceFailure> {
    let copy = dup(0)
    guard copy >= 0 else { return .failure(.unreadable(reason: SystemError.last.reason)) }
    let file = Descriptor(raw: copy)
    do throws(SystemError) {
      if try file.status().kind == S_IFDIR { return .failure(.directory) }
      return held(try file.read(atMost: limit + 1, expected: 65_535), limit)
    } catch {
      return .failure(failure(error))
    }
  }

  /// The file may have grown since it was measured.
  private static func held(_ bytes: [UInt8], _ limit: Int) -> Result<[UInt8], SourceFailure> {
    bytes.count > limit ? .failure(.tooLarge(bytes: bytes.count)) : .success(bytes)
  }

  private static func failure(_ error: SystemError) -> SourceFailure {
    switch error.code {
    case ENOENT: .missing
    case EISDIR: .directory
    // Opening a device that is not there, or a socket.
    case ENXIO, ENODEV: .notRegular
    default: .unreadable(reason: error.reason)
    }
  }

  /// What tells whether two names are of one file.
  struct Identity: Equatable {
    let device: dev_t
    let number: ino_t
  }

  /// The file that a path leads to; nil if it leads nowhere.
  static func identity(_ path: Path) -> Identity? {
    var status = stat()
    guard unsafe stat(path.orCurrent.cString, &status) == 0 else { return nil }
    return Identity(device: status.st_dev, number: status.st_ino)
  }

  /// The path without symbolic links; nil if it leads nowhere.
  static func real(_ path: Path) -> Path? {
    guard let resolved = unsafe realpath(path.orCurrent.cString, nil) else { return nil }
    defer { unsafe free(resolved) }
    var bytes: [UInt8] = []
    var i = 0
    while unsafe resolved[i] != 0 {
      bytes.append(UInt8(bitPattern: unsafe resolved[i]))
      i += 1
    }
    return Path(bytes)
  }
}

extension SourceFailure {
  /// Why the file could not be read, as the end of a sentence.
  var reason: String {
    switch self {
    case .missing: "there is no such file"
    case .directory: "it is a folder"
    case .notRegular: "it is not a regular file"
    case .tooLarge: "it is larger than \(Limits.fileBytesMax >> 20) MiB"
    case .outsideRoot: "it lies outside the root of the program"
    case .unreadable(let reason): reason
    }
  }
}
