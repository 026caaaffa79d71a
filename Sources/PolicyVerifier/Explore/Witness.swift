public import PolicyGraph

/// A request that shows that a guarantee does not hold, or what its worst case is.
public struct Witness: Sendable {
  /// The policy that was run: the one given without limits, budgets and trips; its tables of
  /// endpoints, groups, classes and steps are those of the one given.
  public var graph: FailoverGraph
  /// Endpoints that were the adversary's.
  public var bad: [ID<Endpoint>]
  /// Active members when it began, other than the first of their groups.
  public var activeMembers: [(group: ID<Group>, member: Int)]
  /// Endpoints whose breakers were open when it began, with their cooldown over.
  public var ready: [ID<Endpoint>]
  /// The request's size, as far as the policy asks for it.
  public var size: Int64
  /// The request's priority.
  public var priority: UInt8
  /// Its steps, from its start to its end.
  public var steps: [StoryStep]
}
