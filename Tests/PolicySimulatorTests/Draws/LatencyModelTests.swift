import Foundation
import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// Which distribution a declared latency stands for.
@Suite(.offPool) struct LatencyModelTests {
  private func model(_ latency: String) throws -> LatencyModel {
    let plan = try Policies.plan(
      Texts.single(latency: latency, traffic: "rate: 1/s, for: 1s"))
    let graph = plan.graph
    return LatencyModel(graph.latencies[try #require(graph.endpoints[ID(0)].latency)], graph)
  }

  @Test func `two percentiles are met`() throws {
    let model = try model("p50: 400ms, p99: 3s")
    guard case .logNormal(let mu, let sigma) = model else {
      Issue.record("\(model)")
      return
    }
    #expect((mu - log(4e8)).magnitude < 1e-12)
    #expect((exp(mu + sigma * 2.3263478740408408) / 3e9 - 1).magnitude < 1e-12)
    #expect((model.median / 4e8 - 1).magnitude < 1e-12)
  }

  @Test func `two other percentiles are met`() throws {
    guard case .logNormal(let mu, let sigma) = try model("p90: 1s, p99.9: 5s") else {
      Issue.record("not a log-normal")
      return
    }
    #expect((exp(mu + sigma * 1.2815515655446004) / 1e9 - 1).magnitude < 1e-12)
    #expect((exp(mu + sigma * 3.090232306167813) / 5e9 - 1).magnitude < 1e-12)
  }

  @Test func `what is said is what is drawn`() throws {
    #expect(try model("fixed: 250ms").time(12_345) == 2.5e8)
    let exponential = try model("exponential, mean: 2s")
    #expect(exponential == .exponential(mean: 2e9))
    #expect((exponential.median / (2e9 * log(2)) - 1).magnitude < 1e-12)
    // Half of all bits: the median.
    #expect((exponential.time(1 << 63) / exponential.median - 1).magnitude < 1e-12)
  }

  @Test(arguments: ["fixed: 5ms", "exponential, mean: 5ms", "p50: 5ms, p99: 30ms"])
  func `more bits, more time`(latency: String) throws {
    let model = try model(latency)
    var before = 0.0
    for i in 0..<4096 {
      let time = model.time(UInt64(i) << 52 | 0xF_FFFF)
      #expect(time >= before && time.isFinite)
      before = time
    }
    #expect(model.time(.max).isFinite)
    #expect(model.time(0) >= 0)
  }

  @Test func `nanoseconds are whole, one at least, thirty days at most`() {
    #expect(0.0.nanoseconds == 1)
    #expect((-5.0).nanoseconds == 1)
    #expect(1.99.nanoseconds == 1)
    #expect(2.5e9.nanoseconds == 2_500_000_000)
    #expect(Double.infinity.nanoseconds == Tick.max.ns)
  }
}
