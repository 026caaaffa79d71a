import Foundation
import HummingbirdCore
import Logging
import NIOCore

/// How many connections the process can hold.
struct Descriptors {
  /// Files and sockets that may be open.
  let most: Int

  /// For the policy's file, the event loops, the admin port, and what a library may open.
  static let reserve = 128
  /// More than these are asked for by nobody.
  static let useful = 65_536

  #if canImport(Darwin)
    private static let files = RLIMIT_NOFILE
  #else
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #endif

  /// Raises the limit of this process as far as it may, and reads it.
  init() {
    var limit = rlimit()
    guard getrlimit(Descriptors.files, &limit) == 0 else {
      most = 1024
      return
    }
    let wanted = min(limit.rlim_max, rlim_t(Descriptors.useful))
    if limit.rlim_cur < wanted {
      var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
      if setrlimit(Descriptors.files, &raised) == 0 { limit = raised }
    }
    most = Int(min(limit.rlim_cur, rlim_t(Descriptors.useful)))
  }

  /// Clients that can be served at once: each has a connection, and two for its attempts.
  var connections: Int { max(1, (most - Descriptors.reserve) / 3) }
}

/// Takes no more connections than can be served; the next ones wait until one ends.
struct ConnectionLimit: AvailableConnectionsDelegate {
  let most: Int
  let logger: Logger
  private var count = 0
  private var lastTold: NIODeadline?

  init(_ most: Int, logger: Logger) { (self.most, self.logger) = (most, logger) }

  mutating func connectionOpened() {
    count += 1
    guard count == most else { return }
    // A limit that is reached again and again is told every ten seconds.
    if let lastTold, NIODeadline.now() - lastTold < .seconds(10) { return }
    lastTold = .now()
    logger.warning("\(most) connections are open, the most there may be: the next ones wait")
  }

  mutating func connectionClosed() { count -= 1 }

  func isAcceptingNewConnections() -> Bool { count < most }
}
