import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// The heap of timers, and clocks.
@Suite(.inTurn) struct TimerTests {
  private let clock = TestClock()

  @Test func `timers ring in time, whatever the order they were set in`() async throws {
    let timers = Timers(clock.engineClock)
    let start = Tick(clock.now)
    var random = Random(seed: 7)
    var wakers: [(at: Int64, waker: Waker)] = []
    for _ in 0..<200 {
      let at = random.between(1, 50)
      let waker = Waker()
      _ = timers.set(start + .ms(at), for: waker)
      wakers.append((at, waker))
    }
    for now in 1...50 {
      await clock.sleepers(1)
      clock.advance(by: .milliseconds(1))
      let left = wakers.count { $0.at > Int64(now) }
      await until { timers.count == left }
      #expect(timers.count == left)
    }
    for (_, waker) in wakers { #expect(await waker.wait(until: .never, timers) == .timer) }
  }

  @Test func `a cleared timer does not ring, and clearing twice clears no other`() async throws {
    let timers = Timers(clock.engineClock)
    let start = Tick(clock.now)
    let (kept, cleared) = (Waker(), Waker())
    let first = timers.set(start + .s(1), for: cleared)
    timers.clear(first)
    let second = timers.set(start + .s(1), for: kept)
    timers.clear(first)
    #expect(timers.count == 1)
    await clock.sleepers(1)
    clock.advance(by: .seconds(1))
    #expect(await kept.wait(until: .never, timers) == .timer)
    timers.clear(second)
    cleared.wake(.work)
    #expect(await cleared.wait(until: .never, timers) == .work)
    #expect(timers.count == 0)
  }

  @Test func `a random mix of setting and clearing keeps the heap in order`() async throws {
    let timers = Timers(clock.engineClock)
    let start = Tick(clock.now)
    var random = Random(seed: 11)
    var live: [(at: Int64, id: Timers.ID)] = []
    for _ in 0..<2000 {
      if live.isEmpty || random.pick(3) > 0 {
        let at = random.between(1, 1000)
        live.append((at, timers.set(start + .ms(at), for: Waker())))
      } else {
        timers.clear(live.remove(at: random.pick(live.count)).id)
      }
      #expect(timers.count == live.count)
    }
    for step in 1...10 {
      await clock.sleepers(1)
      clock.advance(by: .milliseconds(100))
      let left = live.count { $0.at > Int64(step) * 100 }
      await until { timers.count == left }
      #expect(timers.count == left)
    }
  }

  @Test func `a later timer does not wake the one that sleeps, an earlier one does`() async throws {
    let timers = Timers(clock.engineClock)
    let start = Tick(clock.now)
    let (late, early) = (Waker(), Waker())
    _ = timers.set(start + .s(10), for: late)
    await clock.sleepers(1)
    _ = timers.set(start + .s(1), for: early)
    await clock.sleepers(1)
    clock.advance(by: .seconds(1))
    #expect(await early.wait(until: .never, timers) == .timer)
    #expect(timers.count == 1)
    await clock.sleepers(1)
    clock.advance(by: .seconds(9))
    #expect(await late.wait(until: .never, timers) == .timer)
  }

  @Test func `a waker that waits is woken by a cancellation`() async throws {
    let timers = Timers(clock.engineClock)
    let waiting = Task { await Waker().wait(until: .never, timers) }
    waiting.cancel()
    #expect(await waiting.value == .cancelled)
  }

  @Test func `a clock that is set back goes on from where it was`() {
    let engine = clock.engineClock
    let before = engine.now()
    clock.set(.seconds(10))
    #expect(engine.now() == before)
    clock.advance(by: .seconds(3))
    #expect(engine.now() == before + .s(3))
    clock.set(.zero)
    clock.advance(by: .seconds(2))
    // How long it stood at its new place nobody knows.
    #expect(engine.now() == before + .s(3))
    clock.advance(by: .seconds(1))
    #expect(engine.now() == before + .s(4))
  }

  @Test(arguments: [Duration.seconds(-5000), .nanoseconds(-1)])
  func `a clock that starts below zero is counted from zero`(start: Duration) async throws {
    clock.set(start)
    let engine = clock.engineClock
    #expect(engine.now() == .zero)
    clock.advance(by: .seconds(3))
    #expect(engine.now() == .s(3))
    clock.set(start)
    #expect(engine.now() == .s(3))
  }

  @Test func `a clock below zero cuts attempts at their time`() async throws {
    clock.set(.seconds(-5000))
    let engine = try engine(Policy.route(), clock: clock)
    let route = try engine.route("main")
    let running = Task {
      try await route.run(enforcing: true) { attempt in
        if attempt.endpoint == "a" { try await clock.wait(.seconds(60)) }
        return attempt.endpoint
      }
    }
    await clock.sleepers(2)
    clock.advance(by: .seconds(5))
    #expect(try await running.value.value == "b")
    #expect(clock.now == .seconds(-4995))
  }

  @Test func `a thread that sleeps between reading the clock and using it sets nothing back`()
    async throws
  {
    let (asleep, awake) = (Gate(), Gate())
    let sleepy = Recorder<Bool>()
    let source = clock
    let engine = EngineClock(
      now: {
        let now = source.now
        // The first reading after the start is in the thread's hand for a long time.
        if now == .seconds(1001), sleepy.claim(true) {
          asleep.open()
          awake.block()
        }
        return now
      }, sleep: { await source.sleep(for: $0) })
    #expect(engine.now() == .s(1000))
    clock.advance(by: .seconds(1))
    let late = Task.detached { engine.now() }
    await asleep.wait()
    for second in 2...50 {
      clock.set(.seconds(1000 + second))
      #expect(engine.now() == .s(1000 + Int64(second)))
    }
    awake.open()
    #expect(await late.value == .s(1050))
    #expect(engine.now() == .s(1050))
  }

  @Test func `many threads and a clock that jumps to its ends overflow nothing`() async throws {
    let source = clock
    let engine = clock.engineClock
    let ends = [Duration.seconds(Int64.min), .seconds(Int64.max), .zero, .seconds(1000)]
    await withTaskGroup(of: Bool.self) { group in
      for worker in 0..<8 {
        group.addTask {
          var last = Tick.zero
          for round in 0..<2000 {
            if worker == 0 { source.set(ends[round % ends.count]) }
            let now = engine.now()
            if now < last { return false }
            last = now
          }
          return true
        }
      }
      for await isSteady in group { #expect(isSteady) }
    }
  }

  @Test func `a request goes on when its clock is set back`() async throws {
    let engine = try engine(
      Policy.route(more: "hedge after: 100ms"), clock: clock)
    let route = try engine.route("main")
    let answer = try await route.run { attempt in
      clock.set(.zero)
      if attempt.number == 1 { throw AttemptFailure(status: 503) }
      return attempt.timeouts.attempt
    }
    #expect(answer.value == .seconds(5))
  }

  @Test func `durations of any size become ticks`() {
    #expect(Tick(Duration.seconds(3)) == .s(3))
    #expect(Tick(Duration.nanoseconds(-5)) == Tick(ns: -5))
    #expect(Tick(Duration.seconds(Int64.max)) == Tick(ns: Int64.max / 2))
    #expect(Tick(Duration.seconds(Int64.min)) == Tick(ns: -(Int64.max / 2)))
    #expect(Duration(Tick.ms(1500)) == .milliseconds(1500))
  }

  @Test func `a clock of the standard library's kind serves`() async throws {
    let engine = EngineClock(ContinuousClock())
    let before = engine.now()
    await engine.sleep(until: before + .ms(2))
    #expect(engine.now() >= before + .ms(2))
  }
}
