import Foundation
import Fuzzing
import PolicyGraph
import PolicyLanguage

/// Where to write the artifacts of inputs that compile: seeds for the decoder.
private let artifacts = ProcessInfo.processInfo.environment["FUZZ_ARTIFACTS"]

/// Compiles any bytes as a program of one file: there is a graph if, and only if, there is no
/// error; it is sound, is drawn, and comes back from its artifact.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Fuzzing.bytes(start, count)
  let result = compile("case.policy") { path in
    path == "case.policy" ? .success(bytes) : .failure(.missing)
  }
  _ = Render.report(
    result.report, as: Render.Format.allCases[count % Render.Format.allCases.count])
  require((result.graph == nil) == (result.report.count(.error) > 0), "no graph, and no error")
  guard let graph = result.graph, let artifact = result.artifact() else { return 0 }
  if let violation = graph.firstViolation() { require(false, "\(violation)") }
  _ = graph.dot()
  do {
    let decoded = try FailoverGraph(artifact: artifact)
    require(decoded.encode() == artifact, "the artifact does not come back")
  } catch {
    require(false, "the artifact is refused: \(error)")
  }
  if let artifacts {
    let name = "\(artifacts)/\(bytes.hashValue.magnitude)"
    _ = FileManager.default.createFile(atPath: name, contents: Data(artifact))
  }
  return 0
}
