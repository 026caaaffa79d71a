internal import PolicyGraph
internal import Synchronization

/// A route's name, and where the present policy has it: looked up once for each policy.
final class RouteName: Sendable {
  let text: String
  /// The policy's number above, the route's index + 1 below; 0 below for a route it does not have.
  private let known = Atomic<UInt64>(0)

  init(_ text: String) { self.text = text }

  /// The route; nil if that policy does not have it.
  @inline(__always)
  func id(in view: View) -> ID<Route>? {
    let known = known.load(ordering: .relaxed)
    if UInt32(truncatingIfNeeded: known >> 32) == view.number {
      let place = Int(UInt32(truncatingIfNeeded: known))
      return place == 0 ? nil : ID(place - 1)
    }
    return find(in: view)
  }

  @inline(never)
  private func find(in view: View) -> ID<Route>? {
    let id = view.generation.names.routeIDs[text]
    // Requests on an old policy may be looking it up too: whoever comes last is found first, and
    // the others look it up again.
    let place = id.map { UInt64($0.raw) + 1 } ?? 0
    known.store(UInt64(view.number) << 32 | place, ordering: .relaxed)
    return id
  }
}
