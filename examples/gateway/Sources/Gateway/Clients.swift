import HTTPTypes
import NIOConcurrencyHelpers
import PolicyHTTP

/// Who may use the gateway, and how much of it.
final class Clients: Sendable {
  /// How a request is let in.
  enum Admission {
    case client(String)
    /// By its key, or by the want of one.
    case unknown
    /// One that has used what it may in a minute.
    case spent(String, reason: String, wait: Duration)
  }

  private struct State {
    var keys: ClientKeys
    var meters: [String: Meter] = [:]
  }

  /// The name of whoever has none.
  static let nobody = "-"
  /// Why a request is refused.
  static let unauthorized = "unauthorized"
  static let tooManyRequests = "client-requests"
  static let tooManyTokens = "client-tokens"
  static let refusals: Set<String> = [unauthorized, tooManyRequests, tooManyTokens]

  private let state: NIOLockedValueBox<State>

  init(_ keys: ClientKeys) { state = NIOLockedValueBox(State(keys: keys)) }

  /// Takes other keys; what clients have used stays used.
  func replace(_ keys: ClientKeys) {
    state.withLockedValue { state in
      let old = state.keys.limits
      // A client with other limits begins anew.
      state.meters = state.meters.filter { keys.limits[$0.key] == old[$0.key] }
      state.keys = keys
    }
  }

  /// Says whether a request is let in.
  ///
  /// - Parameters:
  ///   - headers: a key stands in `authorization`, or (Anthropic's clients) in `x-api-key`.
  ///   - isCounted: whether it counts among the requests of a minute.
  func admit(
    _ headers: HTTPFields, isCounted: Bool, at now: ContinuousClock.Instant = .now
  ) -> Admission {
    let keys = state.withLockedValue { $0.keys }
    if keys.isEmpty { return .client(Clients.nobody) }
    guard let key = Clients.key(in: headers), let name = keys.client(presenting: key) else {
      return .unknown
    }
    guard isCounted, let limits = keys.limits[name], limits != ClientKeys.Limits() else {
      return .client(name)
    }
    return state.withLockedValue { state in
      var meter = state.meters[name] ?? Meter(limits, at: now)
      defer { state.meters[name] = meter }
      switch meter.take(limits, at: now) {
      case .none: return .client(name)
      case .requests(let wait):
        return .spent(name, reason: Clients.tooManyRequests, wait: wait)
      case .tokens(let wait): return .spent(name, reason: Clients.tooManyTokens, wait: wait)
      }
    }
  }

  /// A client's request has used tokens.
  func charge(_ name: String, _ tokens: Int) {
    state.withLockedValue { $0.meters[name]?.charge(tokens) }
  }

  static func key(in headers: HTTPFields) -> String? {
    guard let authorization = headers[.authorization] else { return headers[.apiKey] }
    let words = authorization.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    return String(words[1])
  }
}

/// What one client may use now: two buckets that fill up within a minute.
///
/// How many tokens a request takes is known when it is over. It is served while any are left; what
/// it uses beyond that is waited for before the next one.
struct Meter: Sendable {
  /// What is spent, and how long until there is enough again.
  enum Want: Equatable {
    case none
    case requests(Duration)
    case tokens(Duration)
  }

  private var requests: Double
  private var tokens: Double
  private var filled: ContinuousClock.Instant

  init(_ limits: ClientKeys.Limits, at now: ContinuousClock.Instant) {
    requests = Double(limits.requests ?? 0)
    tokens = Double(limits.tokens ?? 0)
    filled = now
  }

  /// Takes one request, if there is enough.
  mutating func take(_ limits: ClientKeys.Limits, at now: ContinuousClock.Instant) -> Want {
    let minutes = max(0, (now - filled) / .seconds(60))
    filled = now
    if let limit = limits.requests {
      requests = min(Double(limit), requests + minutes * Double(limit))
    }
    if let limit = limits.tokens { tokens = min(Double(limit), tokens + minutes * Double(limit)) }
    if let limit = limits.tokens, tokens < 1 {
      return .tokens(.seconds(60 * (1 - tokens) / Double(limit)))
    }
    guard let limit = limits.requests else { return .none }
    if requests < 1 { return .requests(.seconds(60 * (1 - requests) / Double(limit))) }
    requests -= 1
    return .none
  }

  mutating func charge(_ count: Int) { tokens -= Double(count) }
}
