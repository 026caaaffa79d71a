// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPolicyc
import PolicyGraph
import PolicyRuntime

/// Is described in the header: `policyc_classify`.
@c @implementation
public func policyc_classify(
  _ engine: OpaquePointer?, _ route: UInt32, _ endpoint: UInt32,
  _ evidence: UnsafePointer<policyc_evidence>?, _ epoch: Int64,
  _ outcome: UnsafeMutablePointer<policyc_outcome>?
) -> Int32 {
  guard let engine: EngineBox = object(engine), let evidence, let outcome, epoch >= 0,
    let table = engine.table(route, endpoint), let known = Evidence(evidence)
  else { return Status.badArgument }
  let plan = engine.interpreter.plan
  var found = plan.classify(known, by: table, epochNs: epoch)
  if found.errorClass == nil, evidence.pointee.is_failure != 0 {
    // Whatever the table thinks of it, its caller could not read it.
    found = plan.classify(Evidence(transport: .unreadable), by: table, epochNs: epoch)
  }
  outcome.pointee = policyc_outcome(
    hint: found.hint.wait, usage: found.usage, error_class: found.errorClass?.raw ?? nobody,
    executed: found.executed.rawValue, scope: found.scope.rawValue,
    never: found.hint.never ? 1 : 0, answered: found.answered ? 1 : 0)
  return Status.ok
}

/// Is described in the header: `policyc_reads_body`.
@c @implementation
public func policyc_reads_body(_ engine: OpaquePointer?, _ route: UInt32, _ endpoint: UInt32)
  -> UInt32
{
  guard let engine: EngineBox = object(engine), let table = engine.table(route, endpoint) else {
    return 0
  }
  return engine.interpreter.plan.classifier.readsBody(table) ? 1 : 0
}

extension EngineBox {
  /// The error table of an endpoint on a route; nil if there is no such pair.
  fileprivate func table(_ route: UInt32, _ endpoint: UInt32) -> ID<ErrorTable>? {
    guard Int(route) < graph.routes.count, Int(endpoint) < graph.endpoints.count else {
      return nil
    }
    return table(ID<Route>(Int(route)), endpoint)
  }
}

extension Evidence {
  /// What a client has in hand; nil if it cannot be meant.
  fileprivate init?(_ evidence: UnsafePointer<policyc_evidence>) {
    let given = evidence.pointee
    guard let transport = Transport(rawValue: given.transport), let body = given.body.buffer,
      let headers = pairs(given.headers, given.header_count)
    else { return nil }
    self.init(
      status: given.status == 0 ? nil : given.status, transport: transport,
      grpcStatus: given.grpc_status < 0 ? nil : UInt32(given.grpc_status),
      headers: headers.prefix(Evidence.headersMax).map { Header(Array($0.name), Array($0.value)) },
      body: Array(body.prefix(Evidence.bodyBytesMax))[...], isEvent: given.is_event != 0)
  }
}
