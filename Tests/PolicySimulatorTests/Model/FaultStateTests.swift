import PolicyGraph
import PolicyRuntime
import TestThreads
import Testing

@testable import PolicySimulator

/// What holds at an endpoint, fault by fault.
@Suite(.offPool) struct FaultStateTests {
  private func fault(
    _ kind: FaultKind, _ from: Int64, _ to: Int64 = .max, factor: Double = 1, add: Double = 0,
    up: Int64 = 1, down: Int64 = 1
  ) -> World.FaultModel {
    World.FaultModel(
      kind: kind, from: from, to: to, share: 500_000_000, factor: factor, add: add, up: up,
      down: down)
  }

  private func faultState(_ now: Int64, _ faults: [World.FaultModel]) -> FaultState {
    FaultState(at: now, faults, Array(faults.indices))
  }

  @Test func `without a fault all is calm for ever`() {
    let calm = faultState(5, [])
    #expect(calm.isCalm)
    #expect(calm.until == .max)
    // Nor does a fault of the past, or one that takes nothing when it begins, disturb.
    #expect(faultState(5, [fault(.outage, 1, 5)]).isCalm)
    #expect(faultState(5, [fault(.slow, 9, factor: 2)]).isCalm)
    #expect(faultState(5, [fault(.slow, 9, factor: 2)]).until == 9)
  }

  @Test func `a fault holds from its beginning to before its end`() {
    let faults = [fault(.outage, 10, 20)]
    #expect(faultState(9, faults).refuses == -1)
    #expect(faultState(10, faults).refuses == 0)
    #expect(faultState(19, faults).refuses == 0)
    #expect(faultState(20, faults).refuses == -1)
    #expect(faultState(10, faults).until == 20)
  }

  @Test func `what is under way knows what will break it`() {
    let faults = [
      fault(.outage, 30, 40), fault(.outage, 10, 20), fault(.blackhole, 25), fault(.slow, 2, 3),
    ]
    let before = faultState(0, faults)
    #expect(!before.isCalm)
    #expect(before.breaksAt == 10 && before.breaks == 1)
    #expect(before.hangsAt == 25 && before.hangs == 2)
    #expect(before.until == 2)
    let between = faultState(22, faults)
    #expect(between.breaksAt == 30 && between.breaks == 0)
    #expect(between.refuses == -1)
    let last = faultState(45, faults)
    #expect(last.swallows == 2 && last.breaksAt == .max && last.until == .max)
  }

  @Test func `slowness and lost servers multiply, and delays add up`() {
    let faults = [
      fault(.slow, 0, 10, factor: 3), fault(.slow, 5, 20, factor: 2, add: 7),
      fault(.slow, 5, 20, add: 1), fault(.capacity, 0, 8, factor: 0.5),
      fault(.capacity, 5, factor: 0.5),
    ]
    #expect(faultState(0, faults).factor == 3)
    #expect(faultState(0, faults).add == 0)
    #expect(faultState(0, faults).slows == 0b1)
    #expect(faultState(0, faults).capacity == 0.5)
    #expect(faultState(0, faults).takesServers == 3)
    let both = faultState(6, faults)
    #expect(both.factor == 6 && both.add == 8 && both.slows == 0b111)
    #expect(both.capacity == 0.25 && both.until == 8)
    #expect(faultState(12, faults).factor == 2)
    #expect(faultState(12, faults).capacity == 0.5)
  }

  @Test func `errors and malformed answers are drawn for each request`() {
    let faults = [fault(.errors, 0), fault(.malformed, 4), fault(.quota, 6), fault(.cut, 7)]
    #expect(faultState(0, faults).drawn == 0b1)
    #expect(faultState(5, faults).drawn == 0b11)
    #expect(faultState(5, faults).quota == -1)
    #expect(faultState(6, faults).quota == 2)
    #expect(faultState(7, faults).cuts == 3)
    #expect(faultState(0, [fault(.rateLimit, 0)]).limits == 0)
    #expect(!faultState(0, faults).isCalm)
  }

  @Test func `flapping begins with down, then goes on in turns`() {
    let faults = [fault(.flap, 100, 165, up: 15, down: 5)]
    #expect(faultState(0, faults).breaksAt == 100)
    for now in 100..<165 as Range<Int64> {
      let here = faultState(now, faults)
      let phase = (now - 100) % 20
      #expect((here.refuses == 0) == (phase < 5), "at \(now)")
      let change = phase < 5 ? now - phase + 5 : now - phase + 20
      #expect(here.until == min(change, 165), "at \(now)")
      let breaks = phase < 5 || change >= 165 ? Int64.max : change
      #expect(here.breaksAt == breaks, "at \(now)")
    }
    #expect(faultState(165, faults).isCalm)
  }

  @Test func `what holds changes only when it is said to`() {
    let faults = [
      fault(.flap, 3, 90, up: 7, down: 4), fault(.slow, 11, 44, factor: 2),
      fault(.capacity, 30, 61, factor: 0.5), fault(.blackhole, 70, 75), fault(.errors, 5, 50),
    ]
    for now in 0..<100 as Range<Int64> {
      let here = faultState(now, faults)
      for later in now..<min(here.until, 101) {
        let there = faultState(later, faults)
        #expect(there.refuses == here.refuses && there.swallows == here.swallows)
        #expect(there.factor == here.factor && there.capacity == here.capacity)
        #expect(there.drawn == here.drawn && there.breaksAt == here.breaksAt)
      }
    }
  }
}
