import PolicyGraph
import TestThreads
import Testing

@Suite(.offPool) struct ArtifactTests {
  @Test func `a real graph comes back as it was`() throws {
    let artifact = FailoverGraph.llmChat.encode()
    let back = try FailoverGraph(artifact: artifact)
    #expect(back == .llmChat)
    #expect(back.encode() == artifact)
  }

  @Test func `an empty graph comes back as it was`() throws {
    let artifact = FailoverGraph().encode()
    #expect(artifact.count == 208)
    #expect(try FailoverGraph(artifact: artifact) == FailoverGraph())
  }

  @Test(arguments: 1...UInt64(heavy ? 60 : 8))
  func `a random graph comes back as it was`(seed: UInt64) throws {
    let graph = FailoverGraph.random(seed: seed)
    let artifact = graph.encode()
    let back = try FailoverGraph(artifact: artifact)
    #expect(back == graph)
    #expect(back.encode() == artifact)
  }

  @Test func `equal graphs have equal artifacts, and other graphs others`() {
    #expect(FailoverGraph.random(seed: 7).encode() == FailoverGraph.random(seed: 7).encode())
    #expect(FailoverGraph.random(seed: 7).encode() != FailoverGraph.random(seed: 8).encode())
  }

  @Test func `every table has a section, and a row of each size is read back`() {
    var visited: [TableKind] = []
    struct Collect: TableVisitor {
      var kinds: [TableKind] = []
      mutating func table<R: Row>(_ table: inout Table<R>) { kinds.append(R.table) }
    }
    var collect = Collect()
    var graph = FailoverGraph()
    graph.visitTables(&collect)
    visited = [.texts] + collect.kinds
    #expect(visited == TableKind.allCases)
  }

  @Test(arguments: [
    Rate(1, per: Tick(ns: 1)), Rate(Rate.amountMax, per: .max),
    Rate(Rate.amountMax, per: Tick(ns: 1)),
  ])
  func `a rate at its bounds comes back as it was`(rate: Rate) throws {
    var graph = FailoverGraph.llmChat
    graph.routes[ID(0)].load = rate
    let artifact = graph.encode()
    let back = try FailoverGraph(artifact: artifact)
    #expect(back == graph)
    #expect(back.encodes(to: artifact))
    #expect(!back.encodes(to: FailoverGraph.llmChat.encode()))
  }

  @Test func `the header states what the policy uses`() {
    let used = FailoverGraph.llmChat.capabilities
    for capability in [Capability.hedge, .breaker, .brownout, .resume, .reroute, .commitFirstByte] {
      #expect(used.contains(capability), "\(capability)")
    }
    for capability in [Capability.select, .spillover, .sticky, .reconcile, .probes] {
      #expect(!used.contains(capability), "\(capability)")
    }
    #expect(used.unknownBits == 0)
  }
}

/// Whether the tests run optimised, so that they can try a hundred times as much.
let heavy: Bool = {
  var optimised = true
  assert({ optimised = false }() == ())
  return optimised
}()
