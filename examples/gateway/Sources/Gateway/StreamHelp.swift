import NIOCore
import NIOHTTP1
import PolicyGraph
import PolicyHTTP
import PolicyService

/// What came in the place of a stream of events.
struct StrangeBody {
  private var bytes: [UInt8] = []

  mutating func take(_ more: ByteBuffer) throws(AttemptFailure) {
    bytes += more.readableBytesView
    guard bytes.count <= WholeReader.bytesMax else { throw .transport(.unreadable) }
  }

  /// It is an error in disguise, or nothing that can be shown as a stream.
  func end(_ attempt: Attempt, _ head: PolicyHTTPHead) throws {
    try attempt.check(
      status: Int(head.status.code), headers: head.headers.map { (name: $0.name, value: $0.value) },
      body: bytes)
    throw AttemptFailure.transport(.unreadable)
  }
}

/// Measures the silence of a stream on which bytes come and no events: one byte a second keeps a
/// connection, and no promise.
struct Pulse {
  private var lastRead = ContinuousClock.now
  private var silence = Duration.zero

  /// Whether it has lasted longer than a stream may be idle.
  ///
  /// - Parameter idle: nil where silence does not count.
  mutating func isLate(hasEvent: Bool, idle: Duration?) -> Bool {
    let now = ContinuousClock.now
    defer { lastRead = now }
    guard !hasEvent, let idle else {
      silence = .zero
      return false
    }
    // Real silence is heard elsewhere; a long pause between two reads was the client's.
    silence += min(now - lastRead, idle / 4)
    return silence > idle
  }
}

/// Takes keys out of a stream whose texts some clients join by their place, others as they come.
struct FormRedactor {
  private var byPlace: Redactor
  private var asTheyCome: Redactor

  init(_ redactor: Redactor) { (byPlace, asTheyCome) = (redactor, redactor) }

  /// Takes an event; gives those that may go on, in their order.
  mutating func take(_ json: JSONText, place: Int) throws(AttemptFailure) -> [[UInt8]] {
    try pass(try byPlace.take(json, place: place))
  }

  /// Gives all that waits: no more comes.
  mutating func flush() throws(AttemptFailure) -> [[UInt8]] {
    try pass(byPlace.flush()) + asTheyCome.flush()
  }

  private mutating func pass(_ events: [[UInt8]]) throws(AttemptFailure) -> [[UInt8]] {
    var out: [[UInt8]] = []
    for event in events {
      guard let json = JSONText(event) else { throw .transport(.unreadable) }
      out += try asTheyCome.take(json)
    }
    return out
  }
}
