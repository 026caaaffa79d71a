import Foundation
import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// When requests come in, under a load that changes.
@Suite(.offPool) struct ArrivalStreamTests {
  /// All arrivals of the only source, in seconds.
  private func arrivals(
    _ traffic: String, _ faults: String = "", seed: UInt64 = 1
  ) throws -> [Double] {
    let plan = try Policies.plan(
      Texts.single(latency: "fixed: 1ms", traffic: traffic, scenario: faults))
    let world = World(plan, plan.graph.scenarios[ID(0)], [])
    guard case .rate(let rate, let kind) = world.sources[0].kind else { return [] }
    var stream = ArrivalStream(0, rate: rate, kind, world, Streams(seed: seed))
    var times: [Double] = []
    var keys = Set<UInt64>()
    while stream.at != .max {
      times.append(Double(stream.at) / 1e9)
      keys.insert(stream.takeKey())
      stream.next()
    }
    #expect(keys.count == times.count)
    #expect(times == times.sorted())
    return times
  }

  private func count(_ times: [Double], _ from: Double, _ to: Double) -> Int {
    times.count { from <= $0 && $0 < to }
  }

  @Test func `constant arrivals keep their distance`() throws {
    let times = try arrivals("rate: 8/s, arrivals: constant, for: 10s")
    #expect(times == (1..<80).map { Double($0) / 8 })
  }

  @Test func `a burst comes at the beginning of a second`() throws {
    let times = try arrivals("rate: 8/s, arrivals: burst, for: 10s")
    #expect(times == (0..<80).map { Double($0 / 8) })
    let few = try arrivals("rate: 1/4s, arrivals: burst, for: 20s")
    #expect(few == [3, 7, 11, 15, 19])
    let odd = try arrivals("rate: 3/2s, arrivals: burst, for: 6s")
    #expect(odd == [0, 1, 1, 2, 3, 3, 4, 5, 5])
  }

  @Test func `a load that changes stretches time`() throws {
    let times = try arrivals(
      "rate: 10/s, arrivals: constant, for: 10s",
      "at 2s { load r, factor: 3x, for: 4s }\nat 4s { load r, factor: 0.5x, for: 4s }")
    // Ten a second, then 30, 15, 5, and ten again.
    let counts = [(0, 2, 20), (2, 4, 60), (4, 6, 30), (6, 8, 10), (8, 10, 20)]
    for (from, to, wanted) in counts {
      let found = count(times, Double(from) + 1e-6, Double(to) + 1e-6)
      let last = to == 10 ? 1 : 0
      #expect(found == wanted - last, "from \(from) to \(to)")
    }
  }

  @Test func `a load of nothing is a pause`() throws {
    let fault = "at 2s { load r, factor: 0.000001x, for: 3s }"
    for kind in ["constant", "poisson", "burst"] {
      let times = try arrivals("rate: 100/s, arrivals: \(kind), for: 10s", fault)
      #expect(count(times, 2.02, 4.99) == 0, "\(kind)")
      #expect(count(times, 5, 10) > 400, "\(kind)")
    }
  }

  @Test func `a burst follows the load of its second`() throws {
    let times = try arrivals(
      "rate: 10/s, arrivals: burst, for: 5s", "at 1500ms { load r, factor: 3x, for: 2s }")
    let counts = (0..<5).map { count(times, Double($0), Double($0) + 1) }
    #expect(counts == [10, 20, 30, 20, 10])
  }

  @Test func `a Poisson stream keeps its draws when the load changes`() throws {
    let plain = try arrivals("rate: 50/s, for: 20s")
    let denser = try arrivals("rate: 50/s, for: 10s", "at 0s { load r, factor: 2x }")
    #expect(plain.count == denser.count)
    for (a, b) in zip(plain, denser) { #expect((a - 2 * b).magnitude < 1e-6) }
  }

  @Test func `distances of a Poisson stream are exponential`() throws {
    let times = try arrivals("rate: 1000/s, for: 20s", seed: 7)
    let gaps = zip(times.dropFirst(), times).map { ($0 - $1) * 1000 }
    let count = Double(gaps.count)
    // Kolmogorov, Smirnov: 1.95 √n is exceeded once in a thousand times.
    var worst = 0.0
    for (i, gap) in gaps.sorted().enumerated() {
      let share = 1 - exp(-gap)
      worst = max(worst, (share - Double(i) / count).magnitude)
      worst = max(worst, (share - Double(i + 1) / count).magnitude)
    }
    #expect(worst * count.squareRoot() < 1.95)
  }

  @Test func `another seed is another stream`() throws {
    let first = try arrivals("rate: 50/s, for: 5s", seed: 1)
    #expect(try arrivals("rate: 50/s, for: 5s", seed: 1) == first)
    #expect(try arrivals("rate: 50/s, for: 5s", seed: 2) != first)
  }

  @Test func `a load without a route is every route's`() throws {
    let traffic = "rate: 100/s, for: 10s"
    let every = try arrivals(traffic, "at 2s { load factor: 3x, for: 4s }")
    #expect(try every == arrivals(traffic, "at 2s { load r, factor: 3x, for: 4s }"))
    #expect(try every != arrivals(traffic))
  }

  @Test func `a load without a route has no place, and is never idle`() throws {
    let plan = try Policies.plan(
      Texts.single(
        latency: "fixed: 1ms", traffic: "rate: 10/s, for: 10s",
        scenario: "at 2s { load factor: 3x, for: 4s }"))
    let scenario = plan.graph.scenarios[ID(0)]
    let fault = try #require(plan.graph.faults[scenario.faults].first)
    #expect(PolicyWords(graph: plan.graph).fault(fault) == "load factor: 3x")
    #expect(Notices(World(plan, scenario, []), scenario).all.isEmpty)
  }
}
