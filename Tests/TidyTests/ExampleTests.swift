import PolicyGraph
import PolicyLanguage
import TestThreads
import Testing

/// Every policy of `examples/` is one to copy from.
@Suite(.offPool) struct ExampleTests {
  private static let all = Repository.files.filter {
    $0.path.hasPrefix("examples/") && $0.path.hasSuffix(".policy")
  }
  static let paths = all.map(\.path)
  /// Those that are programs; the rest is imported by them.
  static let programs = paths.filter { !$0.hasPrefix("examples/common/") }

  @Test func `there are seven at least`() { #expect(ExampleTests.programs.count >= 7) }

  @Test(arguments: paths)
  func `an example compiles without a finding`(path: String) {
    for finding in ExampleTests.compiled(path).report.diagnostics {
      Issue.record("\(path), byte \(finding.range.start): \(finding.code.id) \(finding.message)")
    }
  }

  @Test(arguments: paths)
  func `an example is laid out as the formatter would`(path: String) {
    let bytes = Repository.bytes(path)
    #expect(
      format(SourceFile(name: path, bytes: bytes)).text == bytes,
      "\(path): run `policyc fmt \(path)`")
  }

  @Test(arguments: programs)
  func `an example gives the same artifact every time, and its graph back`(path: String) throws {
    let first = try #require(ExampleTests.compiled(path).artifact())
    let second = try #require(ExampleTests.compiled(path).artifact())
    #expect(first == second)
    let graph = try #require(ExampleTests.compiled(path).sealed())
    let decoded = try FailoverGraph(artifact: first)
    #expect(decoded == graph)
    #expect(decoded.encode() == first)
  }

  /// The program whose root is at `path`, relative to `examples/`.
  private static func compiled(_ path: String) -> Compilation {
    compile(String(path.dropFirst("examples/".count))) { name in
      let bytes = Repository.bytes("examples/" + name)
      return bytes.isEmpty ? .failure(.missing) : .success(bytes)
    }
  }
}
