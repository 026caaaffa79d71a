import PolicyGraph
import PolicyLanguage

extension Session {
  /// `policyc inspect`: what an artifact holds.
  mutating func inspect(_ arguments: Arguments) throws(UsageError) {
    let path = try arguments.single("one artifact")
    let isStandard = path == .standard
    let name = isStandard ? "standard input" : "`\(path.shown)`"
    switch isStandard ? FileReader.standardInput() : FileReader.read(path) {
    case .failure(let failure): complain("cannot read \(name): \(failure.reason)")
    case .success(let bytes):
      do throws(ArtifactError) {
        put(try FailoverGraph(artifact: bytes).inspection(arguments.value(.format)?.shown))
      } catch {
        complain("cannot use \(name): \(error.description)")
      }
    }
  }
}
