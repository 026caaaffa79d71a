internal import PolicyGraph
public import PolicyRuntime

/// One thing that an engine decided or learnt, with the reason's code.
///
/// Names are looked up when they are asked for; an event that nobody looks into costs a closure
/// call and nothing else.
public struct PolicyEvent: Sendable {
  let decision: Decision
  let names: PlanNames

  /// What it is about.
  public var kind: DecisionKind { decision.kind }
  /// Why.
  public var reason: Reason { decision.reason }
  /// When, on the engine's clock.
  public var at: Duration { Duration(decision.at) }
  /// The request's number; nil where it is about none.
  public var request: UInt64? { decision.request == 0 ? nil : decision.request }
  /// The attempt's number in its request; nil where it is about none.
  public var attempt: Int? { decision.attempt == 0 ? nil : Int(decision.attempt) }
  /// The route's name.
  public var route: String? { decision.route.map { names.routes[$0.index] } }
  /// The endpoint's name.
  public var endpoint: String? { decision.endpoint.map { names.endpoints[$0.index] } }
  /// The name of the group whose active member changed.
  public var group: String? { decision.group.map { names.groups[$0.index] } }
  /// The name of the breaker whose state changed; where an active member changed, the breaker of
  /// the routes for which it did.
  public var breaker: String? { decision.breaker.map { names.breakers[$0.index] } }
  /// The failure's class.
  public var errorClass: String? { decision.errorClass.map { names.classes[$0.index] } }
  /// The response that was passed over; nil where the reason says which was carried out.
  public var response: String? { decision.response.map { "\($0.word)" } }
  /// What cools: `endpoint`, `credential`, `account`, `address` or `provider`.
  public var scope: String? { decision.scope.map { "\($0.word)" } }
  /// Where the key is read that cools, or whose account does; never the key itself.
  public var credential: String? { decision.credential.map { names.credentials[$0.index] } }
  /// The ladder's step.
  public var step: String? { decision.step.map { names.steps[$0.index] } }
  /// A time or a count that belongs to the reason, as in `Decision.value`.
  public var value: Int64 { decision.value }
}

extension PolicyEvent: CustomStringConvertible {
  /// One line for a log: words and names of the policy, and no secret.
  public var description: String {
    var text = "\(kind.word) \(reason.word)"
    if let route { text += " route=\(route)" }
    if let request { text += " request=\(request)" }
    if let attempt { text += " attempt=\(attempt)" }
    if let endpoint { text += " endpoint=\(endpoint)" }
    if let group { text += " group=\(group)" }
    if let breaker { text += " breaker=\(breaker)" }
    if let errorClass { text += " class=\(errorClass)" }
    if let response { text += " response=\(response)" }
    if let scope { text += " scope=\(scope)" }
    if let credential { text += " credential=\(credential)" }
    if let step { text += " step=\(step)" }
    if value != 0 { text += " value=\(value)" }
    return text
  }
}
