/// The machine stalled whenever something was tried.
struct MachineStalled: Error {}

/// Tries what depends on real time again where a stall of the machine spoilt it.
///
/// - Parameter attempt: gives nil if it was spoilt, as when an attempt overran its time.
func undisturbed<Value>(_ attempt: () async throws -> Value?) async throws -> Value {
  for _ in 0..<12 { if let value = try await attempt() { return value } }
  throw MachineStalled()
}
