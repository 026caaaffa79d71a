import TestThreads
import Testing

@testable import PolicyRuntime

/// What threads are told at once, one thread could have been told.
///
/// A refusal that met another operation is let pass: the safe side. `POLICY_HISTORIES` sets how
/// many histories are tried.
@Suite(.offPool, .serialized) struct LinearizabilityTests {
  struct Starts: RecordedWindow {
    let memory = SharedWords(StartWindow.wordCount)
    let limit: Int64
    var window: StartWindow { StartWindow(memory.words, per: 1000) }

    func perform(
      _ call: Operation.Call, lane: Int, at now: Int64
    ) -> (answer: Int64?, firsts: Int64) {
      switch call {
      case .take(let amount): return (window.take(amount, within: limit, at: now), 0)
      case .correct(let bucket, let delta):
        window.correct(bucket, by: delta, at: now)
        return (nil, 0)
      case .first: return (nil, 0)
      case .used: return (window.used(at: now), 0)
      }
    }

    func empty() { memory.empty() }
  }

  struct Budgets: RecordedWindow {
    let memory = SharedWords(BudgetWindow.wordCount(lanes: 2))
    let ppb: Int64
    let minPpb: Int64
    var window: BudgetWindow { BudgetWindow(memory.words, over: 1000, lanes: 2) }

    func perform(
      _ call: Operation.Call, lane: Int, at now: Int64
    ) -> (answer: Int64?, firsts: Int64) {
      switch call {
      case .take: return (window.reserve(ppb: ppb, minPpb: minPpb, at: now), 0)
      case .correct(let bucket, _):
        window.giveBack(bucket, at: now)
        return (nil, 0)
      case .first:
        window.countFirst(lane: lane % 2, at: now)
        return (nil, 0)
      case .used:
        let usage = window.usage(at: now)
        return (usage.tokens, usage.firsts)
      }
    }

    func empty() { memory.empty() }
  }

  @Test(arguments: [2, 3], [14, 30, 2_000_000] as [Int64])
  func `limits are linearizable`(threads: Int, span: Int64) {
    let limit: Int64 = 8
    let recorder = Recorder(
      window: Starts(limit: limit), width: 100,
      draw: { dice, own in
        if let bucket = own.randomElement(by: &dice), dice.chance(30) {
          return .correct(bucket, by: dice.between(-4, 4))
        }
        return .take(dice.between(1, 4))
      }, span: span)
    recorder.run(histories(10_000) / 12, threads: threads, seed: UInt64(span)) { round, history in
      if !Linearizer.allows(history, SteppedModel(.limit(limit), width: 100)) {
        Issue.record("history \(round): \(history)")
      }
    }
  }

  @Test(arguments: [2, 3], [(500_000_000, 0), (250_000_000, 2_000_000_000)] as [(Int64, Int64)])
  func `budgets are linearizable`(threads: Int, budget: (ppb: Int64, minPpb: Int64)) {
    let recorder = Recorder(
      window: Budgets(ppb: budget.ppb, minPpb: budget.minPpb), width: 100,
      draw: { dice, own in
        if let bucket = own.randomElement(by: &dice), dice.chance(30) {
          return .correct(bucket, by: -1)
        }
        return dice.chance(50) ? .first : .take(1)
      }, span: 14)
    recorder.run(histories(10_000) / 8, threads: threads, seed: UInt64(budget.ppb)) {
      round, history in
      let rule = SteppedModel.Rule.budget(ppb: budget.ppb, minPpb: budget.minPpb)
      if !Linearizer.allows(history, SteppedModel(rule, width: 100)) {
        Issue.record("history \(round): \(history)")
      }
    }
  }

  @Test func `a history that no order explains is found`() {
    let model = SteppedModel(.limit(3), width: 100)
    func take(_ amount: Int64, _ answer: Int64?, _ begun: UInt64, _ ended: UInt64) -> Operation {
      Operation(call: .take(amount), now: 0, answer: answer, begun: begun, ended: ended)
    }
    #expect(Linearizer.allows([take(2, 0, 0, 1), take(2, nil, 2, 3)], model))
    #expect(!Linearizer.allows([take(2, 0, 0, 3), take(2, 0, 1, 2)], model))
    #expect(!Linearizer.allows([take(2, nil, 0, 1), take(2, 0, 2, 3)], model))
    #expect(Linearizer.allows([take(2, nil, 0, 2), take(2, 0, 1, 3)], model))
    #expect(!Linearizer.allows([take(2, 1, 0, 1)], model))
  }
}
