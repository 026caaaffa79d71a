// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CPolicyc
import PolicyGraph
import PolicyRuntime

/// Is described in the header: `policyc_snapshot`.
@c @implementation
public func policyc_snapshot(
  _ engine: OpaquePointer?, _ now: Int64, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  guard let engine: EngineBox = object(engine), isTime(now) else { return 0 }
  return fill(buffer, capacity, StateText(engine, Tick(ns: now)).json())
}

/// Is described in the header: `policyc_metrics`.
@c @implementation
public func policyc_metrics(
  _ engine: OpaquePointer?, _ now: Int64, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int
) -> Int {
  guard let engine: EngineBox = object(engine), isTime(now) else { return 0 }
  return fill(buffer, capacity, StateText(engine, Tick(ns: now)).prometheus())
}
