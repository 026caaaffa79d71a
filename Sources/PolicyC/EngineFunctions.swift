// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import CPolicyc
import PolicyGraph
import PolicyRuntime

/// Is described in the header: `policyc_engine_new`.
@c @implementation
public func policyc_engine_new(
  _ policy: OpaquePointer?, _ options: UnsafePointer<policyc_options>?,
  _ previous: OpaquePointer?, _ now: Int64, _ engine: UnsafeMutablePointer<OpaquePointer?>?,
  _ reason: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int32 {
  guard let policy: PolicyBox = object(policy), let engine, isTime(now) else {
    return Status.badArgument
  }
  let options = options?.pointee ?? policyc_options()
  let last: EngineBox? = object(previous)
  do throws(EngineInputs.Refusal) {
    let inputs = try EngineInputs(policy, options)
    engine.pointee = handle(EngineBox(inputs, options, after: last, at: Tick(ns: now)))
    return Status.ok
  } catch {
    explain(error.reason, reason, capacity)
    return error.status
  }
}

/// Is described in the header: `policyc_engine_free`.
@c @implementation
public func policyc_engine_free(_ engine: OpaquePointer?) { free(engine, EngineBox.self) }

/// Is described in the header: `policyc_engine_policy`.
@c @implementation
public func policyc_engine_policy(_ engine: OpaquePointer?) -> OpaquePointer? {
  guard let engine: EngineBox = object(engine) else { return nil }
  return OpaquePointer(Unmanaged.passUnretained(engine.policy).toOpaque())
}

/// Is described in the header: `policyc_secret`.
@c @implementation
public func policyc_secret(
  _ engine: OpaquePointer?, _ credential: UInt32, _ out: UnsafeMutablePointer<policyc_text>?
) -> Int32 {
  guard let engine: EngineBox = object(engine), let out,
    Int(credential) < engine.graph.credentials.count
  else { return Status.badArgument }
  out.pointee = engine.secret(Int(credential)) ?? policyc_text()
  return Status.ok
}

/// Is described in the header: `policyc_url`.
@c @implementation
public func policyc_url(
  _ engine: OpaquePointer?, _ endpoint: UInt32, _ credential: UInt32, _ path: policyc_text,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  guard let engine: EngineBox = object(engine), let path = path.buffer,
    Int(endpoint) < engine.graph.endpoints.count,
    credential == nobody || Int(credential) < engine.graph.credentials.count
  else { return 0 }
  let secret = credential == nobody ? nil : engine.secret(Int(credential))?.buffer
  let base = engine.graph.bytes(engine.graph.endpoints.rows[Int(endpoint)].url)
  // First the secret: a place that a caller's path names is nobody's.
  let url = EndpointURL.filled(base, with: secret ?? Bytes(start: nil, count: 0))
  return fill(buffer, capacity, path.isEmpty ? url : EndpointURL.joined(url, path))
}

/// Is described in the header: `policyc_operate`.
@c @implementation
public func policyc_operate(
  _ engine: OpaquePointer?, _ what: UInt32, _ index: UInt32, _ now: Int64
) -> Int32 {
  guard let engine: EngineBox = object(engine), isTime(now) else { return Status.badArgument }
  let graph = engine.graph
  let rows = what == 3 ? graph.groups.count : graph.endpoints.count
  guard Int(index) < rows else { return Status.badArgument }
  let (interpreter, time) = (engine.interpreter, Tick(ns: now))
  let endpoint = ID<Endpoint>(Int(index))
  switch what {
  case 0: interpreter.isolate(endpoint, at: time)
  case 1: interpreter.restore(endpoint, at: time)
  case 2: interpreter.clear(endpoint, at: time)
  case 3: interpreter.failBack(ID<Group>(Int(index)), at: time)
  case 4: interpreter.probed(endpoint, up: true, at: time)
  case 5: interpreter.probed(endpoint, up: false, at: time)
  default: return Status.badArgument  // a number that nothing has
  }
  return Status.ok
}

/// Is described in the header: `policyc_draws`.
@c @implementation
public func policyc_draws(
  _ engine: OpaquePointer?, _ values: UnsafePointer<Int64>?, _ count: Int
) -> Int32 {
  guard let engine: EngineBox = object(engine), let draws = engine.draws, count >= 0,
    count <= Int(POLICYC_PAIRS_MAX), values != nil || count == 0
  else { return Status.badArgument }
  draws.plan(Array(UnsafeBufferPointer(start: values, count: count)))
  return Status.ok
}

extension EngineBox {
  /// A credential's secret; nil if it is missing, or the caller sees to it.
  func secret(_ credential: Int) -> policyc_text? {
    guard values != nil else { return nil }
    let text = secrets[Int(policy.credentialSources[credential])]
    return text.length == 0 ? nil : text
  }
}
