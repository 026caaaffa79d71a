import Fuzzing

@testable import PolicyGraph

/// Decodes any bytes: they are refused, or give a sound graph that encodes to the same bytes.
///
/// Each input is tried as it is, and with its sums set right, so that what lies behind them is
/// reached as well.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var bytes = Fuzzing.bytes(start, count)
  decode(bytes)
  ArtifactSeal.write(into: &bytes)
  decode(bytes)
  return 0
}

private func decode(_ bytes: [UInt8]) {
  do {
    let graph = try FailoverGraph(artifact: bytes)
    if let violation = graph.firstViolation() { require(false, "\(violation)") }
    require(graph.encode() == bytes, "the bytes do not come back")
    _ = graph.dot()
  } catch {
    require(!error.description.isEmpty, "an artifact is refused without a reason")
  }
}
