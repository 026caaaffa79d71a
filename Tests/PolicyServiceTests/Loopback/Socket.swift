import Glibc
import Synchronization

/// A TCP socket on 127.0.0.1 that never waits longer than it is told to.
///
/// It is closed when nobody holds it any more, so that no thread can use a number that has been
/// given to another socket in the meantime.
final class Socket: Sendable {
  /// What a socket may fail of.
  enum Failure: Error {
    case timedOut
    case refused
    case reset
    case other(Int32)
  }

  typealias Instant = ContinuousClock.Instant

  private let file: Int32
  private let isShut = Atomic<Bool>(false)

  private init(_ file: Int32) {
    self.file = file
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }

  deinit { close(file) }

  /// A socket that is not connected yet.
  convenience init() throws(Failure) {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard file >= 0 else { throw .other(errno) }
    self.init(file)
    var on: Int32 = 1
    setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  /// A socket at a port that the system chose; whoever connects is refused until it listens.
  static func bound() throws(Failure) -> (socket: Socket, port: UInt16) {
    let made = try Socket()
    var address = Socket.address(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(made.file, $0, length) == 0 ? getsockname(made.file, $0, &length) : -1
      }
    }
    guard code == 0 else { throw .other(errno) }
    return (made, UInt16(bigEndian: address.sin_port))
  }

  /// Lets others connect; with a queue of 0 one may, and the next waits for ever.
  func listen(queue: Int32) throws(Failure) {
    guard Glibc.listen(file, queue) == 0 else { throw .other(errno) }
  }

  /// The next who connects; nil when the socket was shut.
  func next() -> Socket? {
    while !isShut.load(ordering: .acquiring) {
      let found = accept(file, nil, nil)
      if found >= 0 { return Socket(found) }
      guard errno == EAGAIN || errno == EINTR || errno == ECONNABORTED else { return nil }
      guard (try? wait(POLLIN, until: nil)) != nil else { return nil }
    }
    return nil
  }

  /// Connects to a port of this machine.
  func connect(port: UInt16, until: Instant?) throws(Failure) {
    var address = Socket.address(port)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code == 0 { return }
    guard errno == EINPROGRESS else { throw Socket.failure(errno) }
    try wait(POLLOUT, until: until)
    var problem: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(file, SOL_SOCKET, SO_ERROR, &problem, &length)
    guard problem == 0 else { throw Socket.failure(problem) }
  }

  /// What came next; empty when the other side has closed.
  func read(until: Instant?) throws(Failure) -> [UInt8] {
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        let got = recv(file, buffer.baseAddress, 65_536, 0)
        if got < 0 { code = errno }
        count = max(0, got)
      }
      if code == 0 { return bytes }
      guard code == EAGAIN || code == EINTR else { throw Socket.failure(code) }
      try wait(POLLIN, until: until)
    }
  }

  /// Sends all of it.
  func write(_ bytes: [UInt8], until: Instant?) throws(Failure) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
        continue
      }
      guard errno == EAGAIN || errno == EINTR else { throw Socket.failure(errno) }
      try wait(POLLOUT, until: until)
    }
  }

  /// Closing will break the connection off instead of ending it.
  func breakOff() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      file, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }

  /// Wakes whoever waits on it, in any thread; nothing comes or goes any more.
  func shut() {
    isShut.store(true, ordering: .releasing)
    shutdown(file, Int32(SHUT_RDWR))
  }

  private func wait(_ events: Int32, until: Instant?) throws(Failure) {
    while true {
      // A shut socket wakes its waiters; a short nap covers one that was shut a moment before.
      var nap: Int64 = 200
      if let until {
        let left = until - .now
        if left <= .zero { throw .timedOut }
        // Rounded up, or the last millisecond would be spent turning round.
        let ms =
          left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        nap = min(nap, ms + 1)
      }
      var entry = pollfd(fd: file, events: Int16(events), revents: 0)
      if poll(&entry, 1, Int32(nap)) > 0 { return }
      if isShut.load(ordering: .acquiring) { throw .other(ESHUTDOWN) }
    }
  }

  private static func failure(_ code: Int32) -> Failure {
    switch code {
    case ECONNREFUSED: .refused
    case ECONNRESET, EPIPE: .reset
    default: .other(code)
    }
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    return address
  }
}
