/// What a rule looks for.
public enum LintCategory: String, CaseIterable, Sendable {
  /// Requests that may be carried out twice, or must not be tried at all.
  case safety
  /// More attempts than the failure deserves.
  case amplification
  /// Times that do not fit each other.
  case timing
  /// Breakers that flap, never help, or help too late.
  case breaker
  /// Backups that fall with what they back up.
  case failover
  /// More load than what is left can carry.
  case capacity
  /// Ladders that do not help.
  case degradation
  /// Problems that would go unnoticed.
  case observability
  /// Keys where they do not belong.
  case secrets
  /// Text that misleads a reader.
  case style

  /// What its rules have in common, in a few words.
  public var summary: String {
    switch self {
    case .safety: "requests carried out twice, or sent where they must not go"
    case .amplification: "more attempts than the failure deserves"
    case .timing: "times that do not fit each other"
    case .breaker: "breakers that flap, never help, or help too late"
    case .failover: "backups that fall with what they back up"
    case .capacity: "more load than what is left can carry"
    case .degradation: "ladders that do not help"
    case .observability: "problems that would go unnoticed"
    case .secrets: "keys where they do not belong"
    case .style: "text that misleads a reader"
    }
  }
}
