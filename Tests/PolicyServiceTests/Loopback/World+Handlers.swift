import PolicyGraph
import PolicyRuntime

@testable import PolicyService

extension World {
  /// What the service does itself: whatever the policy names, by what the test has put there.
  static func handlers(
    _ graph: FailoverGraph, _ cache: Kept<String?>, _ told: Recorder<String>,
    _ fallbacks: Kept<[String: String]>, _ verdicts: Recorder<Reconciliation>
  ) -> Handlers {
    var handlers = Handlers()
    handlers.cache { _ in cache.value.map { Served($0) } }
    handlers.reconcile { inquiry in
      let verdict = (try? await World.verdict(on: inquiry)) ?? .unknown
      switch verdict {
      case .landed: verdicts.add(.landed)
      case .cannotLand: verdicts.add(.cannotLand)
      case .unknown: verdicts.add(.unknown)
      }
      return verdict
    }
    for step in graph.steps.rows {
      if step.answer == .call, let name = step.text.map({ graph.text($0) }) {
        handlers.call(name) { _ in fallbacks.value[name].map { Served($0) } }
      }
      for notify in graph.notifies[step.notifies] {
        let name = graph.text(notify.handler)
        handlers.notify(name) { _ in told.add(name) }
      }
    }
    return handlers
  }

  /// Asks the provider over HTTP what became of a request, by its key.
  private static func verdict(on inquiry: Inquiry) async throws -> Verdict {
    let message = WebCall.Message(
      method: "GET", url: "\(inquiry.destination.url)/lookup/\(inquiry.request.key)",
      headers: [
        "authorization: Bearer \(inquiry.credential?.secret ?? "")", "x-purpose: lookup",
      ])
    let limits = Attempt.TimeLimits(attempt: inquiry.within)
    let reply = try await WebCall.send(message, limits) { _ in false }
    switch reply.status {
    case 200: return .landed(Served(reply.text))
    // The book's word: not carried out, and void.
    case 404: return .cannotLand
    default: return .unknown  // whatever else it says, it does not say that
    }
  }
}
