internal import PolicyGraph
internal import PolicyRuntime

extension PolicyEngine {
  /// Asks after the health of every endpoint that declares a `probe`, as often as it says, until
  /// the task is cancelled; reloads are followed.
  ///
  /// Run it beside the service, once:
  /// ```swift
  /// group.addTask {
  ///   await engine.runProbes { probe in
  ///     try await client.get(probe.url).status
  ///   }
  /// }
  /// ```
  /// - Parameter prober: makes the request and returns its status, or nil where only a connection
  ///   was wanted; a throw, or no answer in time, means that the endpoint is down.
  public func runProbes(
    _ prober: @escaping @Sendable (HealthProbe) async throws -> Int?
  ) async {
    let waker = Waker()
    parts.probing.withLock { $0.append(waker) }
    var round = ProbeRound(self, waker, prober)
    while !Task.isCancelled {
      round.follow()
      round.collect()
      round.ask()
      let woken = await waker.wait(until: round.wakeAt, parts.timers)
      if woken.contains(.cancelled) { break }
    }
    round.stop()
    parts.probing.withLock { wakers in wakers.removeAll { $0 === waker } }
  }
}

/// The schedule of all probes, and those in flight.
private struct ProbeRound {
  /// One endpoint's probes.
  private struct Entry {
    var probe: HealthProbe
    var dueAt: Tick
    var flight: Flight?
  }

  /// A probe in flight.
  private struct Flight {
    var until: Tick
    var handoff: Handoff<Bool>
    var task: Task<Void, Never>
  }

  private let engine: PolicyEngine
  private let waker: Waker
  private let prober: @Sendable (HealthProbe) async throws -> Int?
  private var generation: Generation?
  private var entries: [Entry] = []

  init(
    _ engine: PolicyEngine, _ waker: Waker,
    _ prober: @escaping @Sendable (HealthProbe) async throws -> Int?
  ) {
    self.engine = engine
    self.waker = waker
    self.prober = prober
  }

  /// When there is something to do next.
  var wakeAt: Tick {
    entries.map { $0.flight?.until ?? $0.dueAt }.min() ?? .never
  }

  /// Takes over the probes of the present policy; those that go on keep their rhythm.
  mutating func follow() {
    let present = engine.generation
    guard present !== generation else { return }
    generation = present
    var known: [String: Entry] = [:]
    for entry in entries { known[entry.probe.destination.endpoint] = entry }
    let now = engine.parts.clock.now()
    let probes = present.graph.endpoints.ids.compactMap { HealthProbe($0, of: present) }
    var next: [Entry] = []
    for (i, probe) in probes.enumerated() {
      if var entry = known.removeValue(forKey: probe.destination.endpoint) {
        // What comes from another place, or of another question, says nothing about this one.
        if !entry.probe.asksTheSame(as: probe) {
          end(entry)
          entry.flight = nil
        }
        entry.probe = probe
        entry.dueAt = min(entry.dueAt, now + probe.every)
        next.append(entry)
      } else {
        // Spread over the interval: many endpoints are not asked all at once.
        let offset = probe.every.ns / Int64(probes.count) * Int64(i)
        next.append(Entry(probe: probe, dueAt: now + Tick(ns: offset)))
      }
    }
    for entry in known.values { end(entry) }
    entries = next
  }

  /// Tells the interpreter of every probe that is over, or out of time.
  mutating func collect() {
    guard let interpreter = generation?.interpreter else { return }
    let now = engine.parts.clock.now()
    for i in entries.indices {
      guard let flight = entries[i].flight else { continue }
      let isUp: Bool
      if let answer = flight.handoff.take() {
        isUp = answer
      } else if flight.until <= now {
        end(entries[i])
        isUp = false
      } else {
        continue
      }
      entries[i].flight = nil
      interpreter.probed(entries[i].probe.id, up: isUp, at: now)
    }
  }

  /// Begins every probe that is due.
  mutating func ask() {
    let now = engine.parts.clock.now()
    for i in entries.indices where entries[i].flight == nil && entries[i].dueAt <= now {
      let probe = entries[i].probe
      // Intervals that were slept through are not made up for.
      entries[i].dueAt = max(entries[i].dueAt + probe.every, now + Tick(ns: 1))
      // So many that do not heed their cancellation: their endpoints' health is not known.
      guard engine.parts.abandoned.hasRoom else { continue }
      let handoff = Handoff<Bool>()
      let task = Task { [waker, prober] in
        do {
          handoff.deliver(probe.isUp(try await prober(probe)))
        } catch {
          // Whatever went wrong: there was no good answer.
          handoff.deliver(false)
        }
        waker.wake(.work)
      }
      entries[i].flight = Flight(until: now + probe.limit, handoff: handoff, task: task)
    }
  }

  /// Gives up all probes in flight.
  func stop() { for entry in entries { end(entry) } }

  private func end(_ entry: Entry) {
    entry.flight?.handoff.abandon(engine.parts.abandoned)
    entry.flight?.task.cancel()
  }
}
