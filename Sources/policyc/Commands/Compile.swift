import Glibc
import PolicyGraph
import PolicyLanguage
import PolicySigning

extension Session {
  /// `policyc compile`: the artifact of a policy.
  mutating func compileArtifact(_ arguments: Arguments) throws(UsageError) {
    let operand = try arguments.single("one policy")
    let given = arguments.value(.output)
    if given == nil, operand == .standard {
      throw .operands("standard input has no name: `-o FILE.policyc` says where to write", .compile)
    }
    if given == .standard, isatty(1) == 1 {
      throw .operands("an artifact is not text: `-o FILE.policyc` says where to write", .compile)
    }
    let revision = try arguments.number(.revision, in: 1...ArtifactFormat.revisionMax)
    var key: SigningKey?
    if let path = arguments.value(.sign) {
      guard let read = readKey(path, { (bytes) throws(KeyError) in try SigningKey(pem: bytes) })
      else { return }
      key = read
    }
    guard let (input, compilation) = try build(arguments), var graph = compilation.sealed()
    else { return }
    graph.revision = revision ?? 0
    if let key {
      do throws(KeyError) {
        graph.signature = try key.sign(graph.digest)
      } catch {
        return complain("cannot sign the artifact: \(error)")
      }
    }
    let artifact = graph.encode()
    do throws(ArtifactError) {
      // Services refuse what does not decode; better to find out before it is written.
      let decoded = try FailoverGraph(artifact: artifact, digest: .trusted)
      guard decoded.encodes(to: artifact) else {
        return complainOfDefect("an artifact does not decode to the graph it was made of")
      }
    } catch {
      return complainOfDefect("an artifact does not decode: \(error.description)")
    }
    deliver(artifact, to: given ?? input.artifactName)
  }

  /// Says that policyc itself is wrong.
  private mutating func complainOfDefect(_ what: String) {
    complain("\(what); this is a defect of policyc \(Version.tool), please report it", .defect)
  }
}

extension Input {
  /// Where the artifact goes by default: the name of the policy, in the current folder.
  var artifactName: Path {
    let name = main.name
    let stem =
      name.hasSuffix(".policy") ? Array(name.bytes.dropLast(".policy".utf8.count)) : name.bytes
    return Path(stem + ".policyc".utf8)
  }
}
