import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicyService

/// Drives an engine from several threads at once.
final class Driver: Sendable {
  /// How long at least; minutes where somebody asks for it.
  private static let time = Duration.seconds(
    ProcessInfo.processInfo.environment["HAMMER_SECONDS"].flatMap { Int($0) } ?? 3)

  let engine: PolicyEngine
  private let policies: DriverPolicies
  /// Every policy that was ever at work, with its cells.
  let worlds = Recorder<Interpreter>()
  let events = DriverEvents()
  /// Filled when the far ends and the probes are well again.
  private let calm = Recorder<Bool>()
  /// Filled when there has been trouble of every kind.
  private let enough = Recorder<Bool>()
  private let continued = Recorder<Bool>()
  private let refused = Recorder<Bool>()
  /// One item for each value that the changing credential has had.
  private let values: Recorder<Int>

  init() throws {
    policies = try DriverPolicies()
    let values = Recorder<Int>()
    self.values = values
    var handlers = Handlers()
    handlers.cache { lookup in lookup.request.size % 3 == 0 ? Served(1) : nil }
    handlers.notify("page") { _ in await Task.yield() }
    engine = try PolicyEngine(
      artifact: policies.artifacts[0], handlers: handlers,
      environment: Environment(
        variable: { $0 == "KEY_A" ? "value \(values.all.count)" : "other" },
        file: { (_) throws(Environment.Unreadable) in throw .init(reason: "there is none") }),
      abandonedMax: 1 << 20)
    engine.onEvent { [events] in events.add($0) }
    worlds.add(engine.generation.interpreter)
  }

  /// What callers saw.
  struct Sums: Sendable {
    var begun: [String: Int] = [:]
    var full: [String: Int] = [:]
    var degraded: [String: Int] = [:]
    var failed: [String: Int] = [:]
    var calls = 0
    var complaints: [String] = []

    mutating func add(_ other: Sums) {
      begun.merge(other.begun, uniquingKeysWith: +)
      full.merge(other.full, uniquingKeysWith: +)
      degraded.merge(other.degraded, uniquingKeysWith: +)
      failed.merge(other.failed, uniquingKeysWith: +)
      calls += other.calls
      complaints += other.complaints
    }
  }

  /// Does everything at once for a while; returns when the last of it is over.
  func rage() async -> Sums {
    let end = ContinuousClock.now + Driver.time
    let probing = Task { await probe() }
    let sums = await withTaskGroup(of: Sums.self) { group in
      for worker in 0..<8 { group.addTask { await self.work(UInt64(worker)) } }
      group.addTask { await self.operate(until: end) }
      return await group.reduce(into: Sums()) { $0.add($1) }
    }
    calm.add(true)
    probing.cancel()
    await probing.value
    await until { self.engine.abandoned == 0 && self.engine.parts.timers.count == 0 }
    return sums
  }

  /// Health probes, as long as the task is not cancelled; while it rages, half of them fail.
  private func probe() async {
    let asked = Recorder<Int>()
    await engine.runProbes { [calm] _ in
      asked.add(1)
      if !calm.all.isEmpty { return nil }
      var random = Random(seed: UInt64(asked.all.count))
      switch random.pick(4) {
      case 0, 1: throw AttemptFailure.transport(.refused)
      case 2: try await Task.sleep(for: .milliseconds(4))
      default: break  // an answer at once
      }
      return nil
    }
  }

  /// Requests one after the other; some give up.
  private func work(_ worker: UInt64) async -> Sums {
    var sums = Sums()
    var random = Random(seed: worker)
    let names = ["plain", "hedged", "stream", "timed", "only-a", "only-b", "only-c"]
    while enough.all.isEmpty {
      let name = names[random.pick(names.count)]
      guard let route = try? engine.route(name) else { continue }
      let call = DriverCall(random.next())
      let request = Request(size: random.pick(100), priority: random.pick(10))
      let task = Task {
        name == "timed"
          ? try await route.run(request, enforcing: true) { try await call.make($0) }
          : try await route.run(request) { try await call.make($0) }
      }
      switch random.pick(24) {
      case 0: task.cancel()
      case 1:
        try? await Task.sleep(for: .milliseconds(random.pick(12)))
        task.cancel()
      default: break  // most wait for the answer
      }
      sums.begun[name, default: 0] += 1
      switch await task.result {
      case .success(let answer):
        if answer.level == .full {
          sums.full[name, default: 0] += 1
        } else {
          sums.degraded[name, default: 0] += 1
        }
        if let value = answer.value, value > answer.attempts {
          sums.complaints.append("\(name): attempt \(value) of \(answer.attempts) answered")
        }
      case .failure: sums.failed[name, default: 0] += 1
      }
      sums.calls += call.calls
      if call.trouble.continued > 0 { _ = continued.claim(true) }
      if call.trouble.refused > 0 { _ = refused.claim(true) }
      if let complaint = call.complaint { sums.complaints.append("\(name): \(complaint)") }
    }
    return sums
  }

  /// Reloads, an operator, and somebody who reads metrics.
  private func operate(until end: ContinuousClock.Instant) async -> Sums {
    var random = Random(seed: 99)
    while !isEnough(end) {
      try? await Task.sleep(for: .milliseconds(8))
      if random.pick(6) == 0 { values.add(1) }
      let next = policies.artifacts[random.pick(policies.artifacts.count)]
      _ = try? engine.replace(with: random.pick(8) == 0 ? [1, 2, 3] : next)
      worlds.add(engine.generation.interpreter)
      let endpoint = DriverPolicies.endpoints[random.pick(3)]
      switch random.pick(6) {
      case 0: try? engine.isolate(endpoint)
      case 1: try? engine.clear(endpoint)
      case 2: try? engine.failBack("tiers")
      default: for name in DriverPolicies.endpoints { try? engine.restore(name) }  // most often
      }
      _ = engine.prometheusText()
    }
    enough.add(true)
    for name in DriverPolicies.endpoints { try? engine.restore(name) }
    return Sums()
  }

  /// Whether the time is over and everything has happened that is to be seen; a busy machine takes
  /// longer, and one on which it never happens fails the checks.
  private func isEnough(_ end: ContinuousClock.Instant) -> Bool {
    let now = ContinuousClock.now
    if now < end { return false }
    if now > end + .seconds(120) { return true }
    let counters = engine.counters()
    return checkTrouble(counters).isEmpty
  }

  /// What has not happened yet.
  func checkTrouble(_ counters: ServiceCounters) -> [String] {
    var missing: [String] = []
    if continued.all.isEmpty { missing.append("a continued answer") }
    if refused.all.isEmpty { missing.append("a piece that came too late") }
    if events.all.overran == 0 { missing.append("an attempt that overran") }
    if counters.routes.values.allSatisfy({ $0.hedges == 0 }) { missing.append("a hedge") }
    if counters.endpoints.values.allSatisfy({ $0.failed["timeout"] == nil }) {
      missing.append("a timeout")
    }
    for (name, route) in counters.routes where route.full == 0 { missing.append("full \(name)") }
    if counters.policies <= 20 { missing.append("twenty reloads") }
    return missing
  }

  /// Runs requests that all go well until every endpoint is in again, under each of the policies.
  func recover() async throws {
    let probing = Task { await probe() }
    for artifact in policies.artifacts {
      try engine.replace(with: artifact)
      for name in DriverPolicies.endpoints { try await recover(name) }
    }
    probing.cancel()
    await probing.value
  }

  private func recover(_ name: String) async throws {
    let route = try engine.route("only-\(name)")
    for _ in 0..<5000 where !isWell(name) {
      _ = try? await route.run { $0.number }
      try? await Task.sleep(for: .milliseconds(1))
    }
    #expect(isWell(name), "\(name) is stuck: \(engine.snapshot())")
    #expect(try await route.run { $0.endpoint }.value == name)
  }

  private func isWell(_ name: String) -> Bool {
    guard let endpoint = engine.snapshot().endpoints.first(where: { $0.name == name }) else {
      return false
    }
    return !endpoint.isDown && !endpoint.isIsolated && endpoint.coolingFor == nil
      && endpoint.breakers.allSatisfy { $0.phase == .closed }
  }
}
