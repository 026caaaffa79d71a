import Foundation
import PolicyGraph
import TestThreads
import Testing

@testable import PolicyLanguage

/// What is taken from the examples, or weakened in them.
@Suite(.offPool) struct MutantTests {
  @Test(arguments: Examples.names)
  func `every mutant of an example is another text that parses`(_ name: String) throws {
    let mutants = Mutants.of(name, read: Examples.read)
    #expect(mutants.count > 15)
    var seen: Set<[UInt8]> = []
    for mutant in mutants {
      let sound = try Examples.read(mutant.file).get()
      let bytes = mutant.applied(to: sound)
      #expect(bytes != sound, "\(mutant.title)")
      #expect(seen.insert(Array(mutant.file.utf8) + bytes).inserted, "twice: \(mutant.title)")
      let parsed = parse(SourceFile(name: mutant.file, bytes: bytes))
      #expect(parsed.diagnostics.isEmpty, "\(mutant.title): \(parsed.diagnostics)")
    }
  }

  /// Scenarios and guarantees are what must notice: a mutant that changed them would be pointless.
  @Test(arguments: Examples.names)
  func `what is claimed and simulated stays as it is`(_ name: String) throws {
    let sound = try #require(compile(name, read: Examples.read).graph)
    for mutant in Mutants.of(name, read: Examples.read) {
      let compilation = compile(name) { path in
        Examples.read(path).map { path == mutant.file ? mutant.applied(to: $0) : $0 }
      }
      guard let graph = compilation.graph else { continue }
      #expect(graph.scenarios.count == sound.scenarios.count, "\(mutant.title)")
      #expect(graph.expects.count == sound.expects.count, "\(mutant.title)")
      #expect(graph.guarantees.count == sound.guarantees.count, "\(mutant.title)")
      #expect(graph.latencies == sound.latencies, "\(mutant.title)")
      #expect(graph.capacities == sound.capacities, "\(mutant.title)")
    }
  }

  /// A change here is a change of every mutation score: `UPDATE_CORPUS=1` writes it anew.
  @Test func `the examples have as many mutants as before`() throws {
    let text = Examples.names.map { name in
      let mutants = Mutants.of(name, read: Examples.read)
      let drops = mutants.count { $0.kind == .drop }
      return "\(name): \(drops) dropped, \(mutants.count - drops) changed\n"
    }.joined()
    let url = CorpusFile.root.appendingPathComponent("mutants/counts.txt")
    if Corpus.isUpdating { try Data(text.utf8).write(to: url) }
    let wanted = try String(contentsOf: url, encoding: .utf8)
    #expect(text == wanted, "UPDATE_CORPUS=1 writes it anew:\n\(difference(wanted, text))")
  }

  @Test func `a policy that cannot be read has none`() {
    #expect(Mutants.of("gone.policy", read: { _ in .failure(.missing) }).isEmpty)
    let broken = Mutants.of("a.policy") { _ in .success(Array("retry { attempts".utf8)) }
    #expect(broken.isEmpty)
  }
}
