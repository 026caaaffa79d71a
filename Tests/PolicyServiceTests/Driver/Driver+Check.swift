import PolicyGraph
import Testing

@testable import PolicyRuntime
@testable import PolicyService

/// What listeners were told.
final class DriverEvents: Sendable {
  struct Counts: Sendable {
    var attempts = 0
    var overran = 0
    /// Requests of which an attempt was told, and those whose end was.
    var begun: Set<UInt64> = []
    var ended: Set<UInt64> = []
    var endedTwice = 0
  }

  private let counts = Lock(Counts())

  var all: Counts { counts.withLock { $0 } }

  func add(_ event: PolicyEvent) {
    guard let request = event.request else { return }
    counts.withLock { counts in
      switch event.kind {
      case .attempt:
        counts.attempts += 1
        counts.begun.insert(request)
      case .ended: if !counts.ended.insert(request).inserted { counts.endedTwice += 1 }
      case .outcome: if event.reason == .attemptOverran { counts.overran += 1 }
      default: break  // nothing that is counted
      }
    }
  }
}

extension Driver {
  /// Whether engine, listeners and callers counted the same.
  func checkCounts(_ sums: Sums) {
    #expect(sums.complaints.isEmpty, "\(sums.complaints.prefix(5))")
    let counters = engine.counters()
    for (name, route) in counters.routes {
      #expect(route.inFlight == 0, "\(name)")
      #expect(route.requests == sums.begun[name, default: 0], "\(name)")
      #expect(route.full == sums.full[name, default: 0], "\(name)")
      #expect(route.degraded.values.reduce(0, +) == sums.degraded[name, default: 0], "\(name)")
      #expect(route.failed.values.reduce(0, +) == sums.failed[name, default: 0], "\(name)")
    }
    let told = events.all
    #expect(counters.endpoints.values.map(\.attempts).reduce(0, +) == sums.calls)
    #expect(told.attempts == sums.calls)
    #expect(told.endedTwice == 0)
    #expect(told.begun.isSubset(of: told.ended))
    #expect(counters.routes.values.flatMap(\.overran.values).reduce(0, +) == told.overran)
    // It was trouble of every kind.
    #expect(checkTrouble(counters).isEmpty)
    #expect(engine.abandoned == 0)
    #expect(engine.parts.timers.count == 0)
  }

  /// Whether whatever was taken was given back, in the cells of every policy that was at work.
  func checkCells() {
    var left: Set<String> = []
    for world in worlds.all {
      for (i, spec) in world.plan.cells.specs.enumerated() {
        let words = world.state.words(UInt32(i))
        switch spec.kind {
        case .endpoint:
          if words.load(EndpointCell.inFlight) != 0 { left.insert("in flight at \(spec.owner)") }
        case .concurrency: if words.load(0) != 0 { left.insert("places of \(spec.owner)") }
        case .breaker:
          for lease in BreakerCell.leases..<spec.words where words.load(lease) != 0 {
            left.insert("lease at \(spec.owner)")
          }
        case .wait:
          let counts = [WaitCell.total] + (0...9).map { WaitCell.priorities + $0 }
          for word in counts where words.load(word) != 0 { left.insert("waits of \(spec.owner)") }
        case .window, .slot, .credential, .account, .address, .provider, .requests, .tokens,
          .holder, .ticket,
          .budget, .latency, .brownout, .notify:
          break
        }
      }
    }
    #expect(left.isEmpty)
  }
}
