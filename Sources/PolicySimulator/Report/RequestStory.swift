public import PolicyGraph
public import PolicyRuntime

/// Every decision about one simulated request.
public struct RequestStory: Sendable {
  /// One event and what was decided after it.
  public struct Step: Sendable {
    /// When, from the start of the run.
    public var at: Tick
    /// What happened; nil for the request's start.
    public var event: Event?
    /// What the interpreter noted.
    public var decisions: [Decision]
    /// What it decided.
    public var action: Action
  }

  /// Which request of the run, from 1, in the order of arrival.
  public var number: Int
  /// Its route.
  public var route: ID<Route>
  /// When it arrived.
  public var arrivedAt: Tick
  /// What was decided, in order.
  public var steps: [Step]
}
