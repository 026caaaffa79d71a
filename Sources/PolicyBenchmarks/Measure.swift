import Glibc

/// Times in seconds, as medians of several short batches.
enum Measure {
  /// The processor time that this process has used.
  static var cpu: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The time of day, for other processes.
  static var wall: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The middle one of `values`.
  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  /// The median processor time of `body`, over `batches` batches of `count` calls.
  static func time(batches: Int, of count: Int, _ body: () -> Void) -> Double {
    median(
      (0..<batches).map { _ in
        let start = cpu
        for _ in 0..<count { body() }
        return (cpu - start) / Double(count)
      })
  }

  /// The largest resident size of the children waited for, in bytes.
  static var childrenPeak: Double {
    var usage = rusage()
    _ = unsafe getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  }

  /// The largest resident size of this process, in bytes.
  ///
  /// Of its memory alone: what `getrusage` tells goes back to before the program was loaded.
  static var peak: Double {
    var bytes = [UInt8](repeating: 0, count: 8192)
    let handle = unsafe open("/proc/self/status", O_RDONLY)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe read(handle, $0.baseAddress, 8192) }
    close(handle)
    let status = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      return (Double(String(line.filter { $0.isNumber })) ?? 0) * 1024
    }
    return 0
  }
}

/// Other programs.
enum Child {
  /// Runs a program with its output thrown away; the seconds it took, or nil if it failed.
  static func run(_ arguments: [String], output: String? = nil) -> (seconds: Double, code: Int32) {
    let start = Measure.wall
    var pid = pid_t()
    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let target = output ?? "/dev/null"
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, target, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 2, target, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    guard unsafe posix_spawnp(&pid, arguments[0], &actions, nil, words, environ) == 0 else {
      return (0, -1)
    }
    var status: Int32 = 0
    unsafe waitpid(pid, &status, 0)
    return (Measure.wall - start, (status >> 8) & 0xFF)
  }

  /// What a program prints.
  static func output(_ arguments: [String], _ folder: String) -> String {
    _ = run(arguments, output: folder + "/output.txt")
    return String(decoding: File.read(folder + "/output.txt"), as: UTF8.self)
  }

  /// The instructions of a program by callgrind; nil if it fails, or there is no valgrind.
  static func instructions(_ arguments: [String], _ folder: String) -> Double? {
    let log = folder + "/callgrind.log"
    let result = run(
      [
        "env", "SWIFT_DETERMINISTIC_HASHING=1", "valgrind", "--tool=callgrind",
        "--callgrind-out-file=/dev/null", "--log-file=" + log,
      ] + arguments)
    return result.code == 0 ? collected(log) : nil
  }

  /// The number that stands behind `Collected :` in a log, as callgrind writes it.
  static func collected(_ log: String) -> Double? {
    let text = String(decoding: File.read(log), as: UTF8.self)
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let at = words.firstIndex(of: "Collected"), at + 2 < words.count else { continue }
      return Double(words[at + 2])
    }
    return nil
  }
}

/// Files, for programs that are measured as a whole.
enum File {
  static func write(_ path: String, _ bytes: [UInt8]) {
    let handle = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var at = 0
    while at < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(handle, $0.baseAddress.map { unsafe $0 + at }, bytes.count - at)
      }
      if written <= 0 { break }
      at += written
    }
    close(handle)
  }

  static func read(_ path: String) -> [UInt8] {
    let handle = unsafe open(path, O_RDONLY)
    guard handle >= 0 else { return [] }
    defer { close(handle) }
    var info = stat()
    unsafe fstat(handle, &info)
    let size = Int(info.st_size)
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = unsafe max(0, Glibc.read(handle, buffer.baseAddress, size))
    }
  }

  static func size(_ path: String) -> Double {
    var info = stat()
    return unsafe stat(path, &info) == 0 ? Double(info.st_size) : 0
  }
}
