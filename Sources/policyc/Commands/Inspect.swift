import PolicyGraph
import PolicyLanguage
import PolicySigning

extension Session {
  /// `policyc inspect`: what an artifact holds, and whether a trusted key signed it.
  mutating func inspect(_ arguments: Arguments) throws(UsageError) {
    let path = try arguments.single("one artifact")
    var keys: [TrustedKey] = []
    for path in arguments.values(.trusting) {
      guard let key = readKey(path, { (bytes) throws(KeyError) in try TrustedKey(bytes) }) else {
        return
      }
      keys.append(key)
    }
    let isStandard = path == .standard
    let name = isStandard ? "standard input" : "`\(path.shown)`"
    switch isStandard ? FileReader.standardInput() : FileReader.read(path) {
    case .failure(let failure): complain("cannot read \(name): \(failure.reason)")
    case .success(let bytes):
      do throws(ArtifactError) {
        // Decoding it has compared the digest with every byte.
        let graph = try FailoverGraph(artifact: bytes)
        let isTrusted = keys.contains { $0.signed(graph.digest, graph.signature) }
        put(
          graph.inspection(
            arguments.value(.format)?.shown, isTrusted: keys.isEmpty ? nil : isTrusted))
        if !keys.isEmpty, !isTrusted {
          complain("\(name) is not signed by a key of `--trusting`", .findings)
        }
      } catch {
        complain("cannot use \(name): \(error.description)")
      }
    }
  }
}
