import Testing

/// Several threads, cancels, hedges, cuts, continuations, probes, an operator, and reloads of
/// policies that differ: in the end all is given back, nothing is stuck, and nothing was lost or
/// done twice.
@Suite(.inTurn) struct DriverTests {
  @Test func `nothing is lost, doubled or stuck`() async {
    // In a process of its own, whose threads no other test keeps busy.
    await #expect(processExitsWith: .success) {
      let driver = try Driver()
      let sums = await driver.rage()
      driver.checkCounts(sums)
      driver.checkCells()
      try await driver.recover()
    }
  }
}
