import PolicyGraph

/// Reads what the far end says about coming back.
///
/// In the order of authority: `x-should-retry` (OpenAI, Anthropic) and `grpc-retry-pushback-ms`
/// (gRFC A6) say whether at all; how long is said by the pushback, `retry-after-ms` (OpenAI,
/// Azure),
/// `Retry-After` (RFC 9110, section 10.2.3, and fractions of seconds), the RateLimit reset families
/// (`ResetTimes`), the body's `retryDelay` (google.rpc.RetryInfo) and, last, its words (`WaitWords`,
/// which `Classifier` asks). What cannot be understood is
/// passed over, and the next in the order is asked. No wait is longer than `Tick.max`.
public struct HintReader: Sendable {
  /// The wall clock when the answer came, in nanoseconds since the beginning of 1970; 0 or less
  /// where it is not known: dates then count only beside a `Date` header.
  public var epochNs: Int64
  /// Whether the reset families count: only where a limit is what failed, for many an answer
  /// carries them.
  public var countsResets: Bool
  /// What the body said, in nanoseconds; below zero for nothing.
  public var retryDelay: Int64

  /// A reader of hints that came at a time.
  public init(epochNs: Int64 = 0, countsResets: Bool = false, retryDelay: Int64 = -1) {
    self.epochNs = epochNs
    self.countsResets = countsResets
    self.retryDelay = retryDelay
  }

  /// Reads the hint of a failure's headers and trailers.
  public func read(_ headers: [Evidence.Header]) -> Hint {
    var found = Found()
    let count = Swift.min(headers.count, Evidence.headersMax)
    var hasResets = false
    for i in 0..<count {
      found.take(headers[i])
      hasResets = hasResets || ResetTimes.isReset(headers[i].name)
    }
    // A date of the far end's own clock says nothing of how far ours is off: no skew enters.
    var now = WallTime(epochNs: epochNs)
    if let at = found.date {
      let date = headers[at]
      now = DateText.http(date.value.span, date.trimmed, now: now) ?? now
    }
    var wait = found.pushback
    if wait < 0 { wait = found.milliseconds }
    if wait < 0, let at = found.retryAfter { wait = retryAfter(headers[at], now) }
    if wait < 0 && countsResets && hasResets { wait = ResetTimes(headers, count, now).wait }
    if wait < 0 { wait = retryDelay }
    return Hint(
      wait: Swift.min(wait < 0 ? -1 : wait, Tick.max.ns),
      never: found.shouldRetry.map { !$0 } ?? found.isPushedBack)
  }

  private func retryAfter(_ header: Evidence.Header, _ now: WallTime?) -> Int64 {
    let value = header.value.span
    let range = header.trimmed
    if let wait = WaitText.amount(value, range, unitNs: 1_000_000_000) { return wait }
    guard let now, let date = DateText.http(value, range, now: now) else { return -1 }
    // A date that has passed means now.
    return Swift.max(0, date.since(now))
  }
}

/// The headers that count, by the order of the answer: the first of each that says something.
private struct Found {
  var shouldRetry: Bool?
  var isPushedBack = false
  var pushback: Int64 = -1
  var milliseconds: Int64 = -1
  var retryAfter: Int?
  var date: Int?
  private var seen = 0
  private var hasPushback = false

  mutating func take(_ header: Evidence.Header) {
    let index = seen
    seen += 1
    switch header.name.count {
    case 4:
      if date == nil, header.isNamed("date") { date = index }
    case 11:
      if retryAfter == nil, header.isNamed("retry-after") { retryAfter = index }
    case 14:
      if header.isNamed("x-should-retry") { takeShouldRetry(header) }
      if header.isNamed("retry-after-ms") { takeMilliseconds(header) }
    case 17:
      if header.isNamed("x-amz-retry-after") { takeMilliseconds(header) }
    case 19:
      if header.isNamed("x-ms-retry-after-ms") { takeMilliseconds(header) }
    case 22:
      if !hasPushback, header.isNamed("grpc-retry-pushback-ms") { takePushback(header) }
    default: break  // no header of this length says anything
    }
  }

  private mutating func takeShouldRetry(_ header: Evidence.Header) {
    guard shouldRetry == nil else { return }
    let value = header.value.span
    if value.holds("true", in: header.trimmed) { shouldRetry = true }
    if value.holds("false", in: header.trimmed) { shouldRetry = false }
  }

  private mutating func takeMilliseconds(_ header: Evidence.Header) {
    guard milliseconds < 0 else { return }
    milliseconds =
      WaitText.amount(header.value.span, header.trimmed, unitNs: 1_000_000) ?? -1
  }

  /// Negative, or no number at all: do not retry (gRFC A6).
  private mutating func takePushback(_ header: Evidence.Header) {
    hasPushback = true
    pushback = WaitText.amount(header.value.span, header.trimmed, unitNs: 1_000_000) ?? -1
    isPushedBack = pushback < 0
  }
}
