import Glibc
import PolicyGraph
import PolicySimulator
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool, .serialized) struct `work on several threads` {
  /// Work whose later pieces are done first.
  private static func squares(_ count: Int, threads: Int) -> Workers<Int> {
    Workers(count: count, threads: threads) { index, watch in
      if index % 7 == 0 { usleep(2000) }
      _ = watch.goesOn(0.5)
      return index * index
    }
  }

  @Test(arguments: [1, 2, 8, 256])
  func `hands on what came of it in order, whoever is first`(threads: Int) {
    for count in [0, 1, 2, 100] {
      var results: [Int] = []
      let end = `work on several threads`.squares(count, threads: threads).run(
        receive: { index, result in
          #expect(index == results.count)
          results.append(result)
          return true
        }, progress: { #expect($0 <= Double(count)) })
      #expect(end == .done)
      #expect(results == (0..<count).map { $0 * $0 })
    }
  }

  @Test func `no thread runs far ahead of what was handed on`() {
    let begun = Monitor(0)
    let workers = Workers(count: 10_000, threads: 4) { index, _ in
      begun.with { $0 = max($0, index) }
      if index == 0 { usleep(200_000) }
      return index
    }
    var first: Int?
    let end = workers.run(
      receive: { _, _ in
        first = first ?? begun.with { $0 }
        return true
      }, progress: { _ in })
    #expect(end == .done)
    #expect((first ?? .max) < 4096)
  }

  @Test func `ends early where nothing more is wanted`() {
    var received = 0
    let end = `work on several threads`.squares(5000, threads: 3).run(
      receive: { _, _ in
        received += 1
        return received < 5
      }, progress: { _ in })
    #expect(end == .refused)
    #expect(received == 5)
  }

  @Test func `runs of simulations come in the order of the jobs, with their own seeds`() throws {
    let plan = try #require(try Plans.plan(Plans.simple))
    let simulation = try Simulation(plan, .init(0))
    var reports: [RunReport] = []
    let batch = Batch(count: 20, threads: 4) { Job(simulation, index: $0, from: 7) }
    let end = batch.run(
      receive: { _, result in
        reports.append(result.report)
        return true
      })
    #expect(end == .done)
    #expect(reports.map(\.index) == Array(0..<20))
    #expect(reports.map(\.seed) == (0..<20).map { Simulation.seed(of: $0, from: 7) })
  }
}
