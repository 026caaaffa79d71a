internal import PolicyGraph

/// What the requests of some threads share: the present policy and their counters, behind a lock
/// that other threads hardly ever take.
final class Lane: Sendable {
  private struct State {
    var view: View
    var counts: Counts
    var started: UInt64 = 0
  }

  /// What a request takes from its lane when it begins.
  struct Ticket {
    var view: View
    /// The request's place in its lane, from 1.
    var place: UInt64
    /// nil if the policy has no such route.
    var route: ID<Route>?
  }

  /// The lane's index.
  let index: Int
  private let state: Lock<State>
  /// Keeps the next lane's lock off this one's cache lines.
  private let apart: [16 of UInt64] = .init(repeating: 0)

  init(_ index: Int, _ view: View) {
    self.index = index
    state = Lock(State(view: view, counts: Counts(view.generation.names)))
  }

  /// The present policy.
  var view: View { state.withLock { $0.view } }

  /// Begins a request.
  @inline(__always)
  func begin(_ route: RouteName) -> Ticket {
    state.withLock { state in
      state.started &+= 1
      let id = route.id(in: state.view)
      if let id { state.counts.requests[id.index] &+= 1 }
      return Ticket(view: state.view, place: state.started, route: id)
    }
  }

  /// Counts something about a request of `view`.
  @inline(__always)
  func count(_ view: View, _ change: (inout Counts) -> Void) {
    let isPresent = state.withLock { state in
      guard state.view === view else { return false }
      change(&state.counts)
      return true
    }
    if !isPresent { countLate(view, change) }
  }

  /// Counts by name: the policy was replaced meanwhile, and its counters have been added up.
  @inline(never)
  private func countLate(_ view: View, _ change: (inout Counts) -> Void) {
    var late = Counts(view.generation.names)
    change(&late)
    view.engine.ledger.add(late, view.generation.names)
  }

  /// Puts another policy in the place of the present one; gives what was counted under that.
  func replace(by next: View) -> (view: View, counts: Counts) {
    state.withLock { state in
      let last = (state.view, state.counts)
      state.view = next
      state.counts = Counts(next.generation.names)
      return last
    }
  }

  /// What was counted so far under the present policy.
  func counted() -> (names: PlanNames, counts: Counts) {
    state.withLock { ($0.view.generation.names, $0.counts) }
  }
}
