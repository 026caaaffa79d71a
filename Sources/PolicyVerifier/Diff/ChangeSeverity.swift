/// How much a reviewer should mind a change.
public enum ChangeSeverity: Int, Comparable, Sendable, CaseIterable {
  /// Better than before, or neither better nor worse.
  case note
  /// Worse in one respect, or different for callers or providers.
  case warning
  /// An outage, a double execution or a leak that was impossible before.
  case danger

  /// The word for people and in JSON.
  public var word: String {
    switch self {
    case .note: "note"
    case .warning: "warning"
    case .danger: "danger"
    }
  }

  public static func < (a: ChangeSeverity, b: ChangeSeverity) -> Bool { a.rawValue < b.rawValue }
}
