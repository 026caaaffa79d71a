import Glibc

/// What is asked of the operating system: the only file that knows it.
enum System {
  /// Nanoseconds of a clock that is never set back.
  @inline(__always)
  static func monotonic() -> Int64 { read(CLOCK_MONOTONIC) }

  /// Nanoseconds since the beginning of 1970, by a clock that may be set; only for hints that name
  /// a date.
  static func wallClock() -> Int64 { read(CLOCK_REALTIME) }

  @inline(__always)
  private static func read(_ clock: clockid_t) -> Int64 {
    // What the system calls a `timespec`, whose fields cannot be named here: two words of seconds
    // and nanoseconds. Both clocks exist on every Linux, and the pointer does not leave the call.
    var time: (seconds: Int, nanoseconds: Int) = (0, 0)
    _ = unsafe withUnsafeMutablePointer(to: &time) { pointer in
      unsafe clock_gettime(
        clock, UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: timespec.self))
    }
    return Int64(time.seconds) &* 1_000_000_000 &+ Int64(time.nanoseconds)
  }

  /// A number that differs between most threads, spread over all 64 bits.
  @inline(__always)
  static func thread() -> UInt64 {
    // Threads' descriptors lie at multiples of large powers of two: the product mixes them.
    UInt64(truncatingIfNeeded: pthread_self()) &* 0x9E37_79B9_7F4A_7C15
  }

  /// How many processors there are, at least one.
  static func processors() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The value of an environment variable; nil if it is not set.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// A path without symbolic links; nil if it leads nowhere.
  static func real(_ path: String) -> String? {
    guard !path.utf8.contains(0), let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Why a file could not be read.
  enum FileProblem: Error {
    case missing, folder, notRegular
    case tooLarge(bytes: Int)
    case other(String)

    /// The end of a sentence.
    var reason: String {
      switch self {
      case .missing: "there is no such file"
      case .folder: "it is a folder"
      case .notRegular: "it is not a regular file"
      case .tooLarge(let bytes): "it is too large: \(bytes) bytes"
      case .other(let reason): reason
      }
    }
  }

  /// The bytes of a regular file of at most `limit` bytes; its size is looked at before anything is
  /// read, and a FIFO is not waited for.
  static func read(_ path: String, atMost limit: Int) throws(FileProblem) -> [UInt8] {
    // A path that ends at a zero byte would name another file.
    guard !path.utf8.contains(0) else { throw .missing }
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw problem(errno) }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw problem(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .folder
    default: throw .notRegular  // whatever else the system has
    }
    if status.st_size > limit { throw .tooLarge(bytes: Int(status.st_size)) }
    var bytes: [UInt8] = []
    // One byte more than expected, so that the end is seen without growing.
    var room = Int(status.st_size) + 1
    while true {
      var code: Int32 = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
        let got = unsafe Glibc.read(file, buffer.baseAddress, room)
        if got < 0 { code = errno }
        count = max(0, got)
      }
      if code == EINTR { continue }
      if code != 0 { throw problem(code) }
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      // It may have grown since it was measured.
      if bytes.count > limit { throw .tooLarge(bytes: bytes.count) }
      room = 4096
    }
  }

  private static func problem(_ code: Int32) -> FileProblem {
    switch code {
    case ENOENT: return .missing
    case EISDIR: return .folder
    case ENXIO, ENODEV: return .notRegular
    case EACCES, EPERM: return .other("permission denied")
    case ENOTDIR: return .other("a part of the path is not a folder")
    default:
      guard let text = unsafe strerror(code) else { return .other("error \(code)") }
      return .other(unsafe String(cString: text))
    }
  }
}
