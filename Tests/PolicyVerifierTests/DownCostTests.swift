import PolicyGraph
import PolicyVerifier
import TestThreads
import Testing

@Suite(.offPool) struct DownCostTests {
  @Test func `costs are compared by both of their parts`() {
    let cost = DownCost(attempts: 2, time: .s(3))
    #expect(cost != DownCost(attempts: 2, time: .s(4)))
    #expect(cost != DownCost(attempts: 1, time: .s(3)))
  }
}
