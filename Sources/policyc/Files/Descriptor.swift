import Glibc

/// An open file, closed when it goes out of use.
struct Descriptor: ~Copyable {
  let raw: Int32

  /// Takes over an open descriptor.
  init(raw: Int32) { self.raw = raw }

  /// Opens a file; never waits for the other end of a FIFO or a device.
  init(
    _ path: Path, _ flags: Int32, mode: mode_t = 0
  ) throws(SystemError) {
    raw = unsafe open(path.cString, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode)
    if raw < 0 { throw .last }
  }

  deinit { close(raw) }

  /// What the system knows about the file.
  func status() throws(SystemError) -> stat {
    var status = stat()
    guard unsafe fstat(raw, &status) == 0 else { throw .last }
    return status
  }

  /// Reads up to `limit` bytes, fewer only at the end of the file; `expected` is a guess at how
  /// many there are.
  func read(atMost limit: Int, expected: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var capacity = min(limit, expected + 1)
    while true {
      let chunk = try chunk(atMost: capacity - bytes.count)
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      if chunk.isEmpty || bytes.count >= limit { return bytes }
      if bytes.count == capacity { capacity = min(limit, capacity * 2 + 4096) }
    }
  }

  /// Reads what there is, up to `limit` bytes; none at the end of the file.
  func chunk(atMost limit: Int) throws(SystemError) -> [UInt8] {
    while true {
      var code: Int32 = 0
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let got = unsafe Glibc.read(raw, buffer.baseAddress, limit)
        if got < 0 { code = errno }
        count = max(0, got)
      }
      if code == 0 { return chunk }
      if code != EINTR { throw SystemError(code: code) }
    }
  }

  /// Waits until it may be read (`POLLIN`) or written (`POLLOUT`), or has failed; whether it has
  /// come to that within some milliseconds, -1 for as long as it takes.
  @discardableResult
  func isReady(_ event: Int32, within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: raw, events: Int16(event), revents: 0)
    return unsafe poll(&waiting, 1, milliseconds) > 0
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let wrote = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(raw, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if wrote >= 0 {
        done += wrote
      } else if errno == EAGAIN {
        isReady(POLLOUT, within: -1)
      } else if errno != EINTR {
        throw .last
      }
    }
  }
}

extension stat {
  /// The kind of file, one of `S_IFREG`, `S_IFDIR` and so on.
  var kind: mode_t { st_mode & S_IFMT }
}
