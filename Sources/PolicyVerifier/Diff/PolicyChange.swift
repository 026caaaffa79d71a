/// One change of a policy's behaviour.
public struct PolicyChange: Equatable, Sendable {
  /// How much to mind it.
  public var severity: ChangeSeverity
  /// What changed.
  public var kind: ChangeKind
  /// Whose requests it is about; nil for what is about no single route.
  public var route: String?
  /// What it says in one sentence, without the route.
  public var sentence: String
  /// What held before; nil if nothing did.
  public var before: String?
  /// What holds now; nil if nothing does.
  public var after: String?
  /// The endpoints that it is about, if it is about some in particular.
  public var endpoints: [String] = []
  /// The classes of failures that it is about.
  public var classes: [String] = []
}

/// What changes in behaviour between two versions of a policy.
public struct PolicyDiff: Sendable {
  /// The changes: by severity, the worst first, and then in the order of the policy.
  public internal(set) var changes: [PolicyChange] = []
  /// Figures that could not be compared, in sentences.
  public internal(set) var notProved: [String] = []
}
