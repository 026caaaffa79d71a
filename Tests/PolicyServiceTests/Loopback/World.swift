import Dispatch
import PolicyGraph
import PolicyLanguage
import PolicyRuntime

@testable import PolicyService

/// How one attempt ended.
struct AttemptResult: Sendable {
  var request: UInt64
  var number: Int
  var endpoint: String
  /// Whether its first words were shown before it ended.
  var isCommitted = false
  /// What went wrong; nil for a whole and useful answer.
  var evidence: Evidence?
}

/// An example at work: its engine, and a far end for each of its endpoints.
final class World: Sendable {
  let engine: PolicyEngine
  let clock = LeapClock()
  /// What the far ends saw, in the order in which they did.
  let seen = Recorder<Seen>()
  let events = Recorder<PolicyEvent>()
  /// Names of handlers that were told something.
  let told = Recorder<String>()
  /// How attempts ended, in that order.
  let results = Recorder<AttemptResult>()
  /// What reconciliations found, in that order.
  let verdicts = Recorder<Reconciliation>()
  /// What is in the cache, for every request.
  let cache = Kept<String?>(nil)
  /// What `call`s give, by their names.
  let fallbacks = Kept([String: String]())
  let ends: [String: FarEnd]

  /// Compiling takes a while: while it does, no thread of the engine's tasks is kept from its work.
  private static let queue = DispatchQueue(label: "loading of examples")

  /// Loads an example by its name, as the initialiser does.
  static func made(
    _ name: String, _ changes: KeyValuePairs<String, String> = [:], dead: Set<String> = [],
    deaf: Set<String> = []
  ) async throws -> World {
    try await made(Example(name), changes, dead: dead, deaf: deaf)
  }

  /// Loads a policy, as the initialiser does.
  static func made(
    _ example: Example, _ changes: KeyValuePairs<String, String> = [:], dead: Set<String> = [],
    deaf: Set<String> = []
  ) async throws -> World {
    try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(
          with: Result { try World(example, changes, dead: dead, deaf: deaf) })
      }
    }
  }

  /// Loads an example, its URLs replaced by those of far ends that answer well.
  ///
  /// - Parameters:
  ///   - example: the example.
  ///   - changes: texts of it, and what stands in their places.
  ///   - dead: endpoints whose port is closed.
  ///   - deaf: endpoints where no connection comes to stand.
  private init(
    _ example: Example, _ changes: KeyValuePairs<String, String>, dead: Set<String>,
    deaf: Set<String>
  ) throws {
    var example = example
    let graph = try World.graph(example)
    var ends: [String: FarEnd] = [:]
    var books: [String: Book] = [:]
    for id in graph.endpoints.ids {
      let place = Destination(id, of: graph)
      let provider = place.domains["provider"] ?? place.endpoint
      let replays = graph.endpoints[id].idempotencyKey.map {
        graph.idempotencyKeys[$0].replayedFor != nil
      }
      let book = books[provider] ?? Book(replays: replays ?? false)
      books[provider] = book
      let end = try FarEnd(place.endpoint, book, seen)
      if deaf.contains(place.endpoint) {
        try end.goDeaf()
      } else if !dead.contains(place.endpoint) {
        try end.open()
      }
      ends[place.endpoint] = end
      example.replace("\"\(place.url)\"", with: "\"http://127.0.0.1:\(end.port)\"")
    }
    self.ends = ends
    for (old, new) in changes { example.replace(old, with: new) }
    guard let artifact = try example.compiled().artifact() else {
      throw Example.Mistake(description: "\(example.name) does not compile")
    }
    engine = try PolicyEngine(
      artifact: artifact,
      handlers: World.handlers(graph, cache, told, fallbacks, verdicts),
      clock: clock.engineClock,
      // Every credential's secret is its reference: what the far ends see is what the policy says.
      environment: Environment(variable: { $0 }, file: { Array($0.utf8) }))
    let events = events
    engine.onEvent { events.add($0) }
  }

  deinit { for end in ends.values { end.stop() } }

  /// The far end of an endpoint.
  subscript(_ endpoint: String) -> FarEnd {
    guard let end = ends[endpoint] else { preconditionFailure("no endpoint \(endpoint)") }
    return end
  }

  /// Endpoints that requests came to, in that order.
  var asked: [String] { asked(for: .request) }

  /// Endpoints that were asked for a purpose, in that order.
  func asked(for purpose: Purpose) -> [String] {
    seen.all.filter { $0.purpose == purpose }.map(\.endpoint)
  }

  /// Credentials that requests carried, in their order.
  var keys: [String] { seen.all.filter { $0.purpose == .request }.map(\.key) }

  /// Classes of failures, in the order in which they were learnt.
  var classes: [String] { events.all.filter { $0.kind == .outcome }.compactMap(\.errorClass) }

  /// Whether attempts overran their times, which they do only where the machine stalls.
  var hasStalled: Bool { events.all.contains { $0.reason == .attemptOverran } }

  /// Every endpoint behaves so from now on.
  func everywhere(_ behaviour: Behaviour) { for end in ends.values { end.always(behaviour) } }

  /// Graphs of the examples as they stand, each compiled once.
  private static let graphs = Kept([String: FailoverGraph]())

  private static func graph(_ example: Example) throws -> FailoverGraph {
    if let known = graphs.value[example.name] { return known }
    guard let graph = try example.compiled().graph else {
      throw Example.Mistake(description: "\(example.name) does not compile")
    }
    graphs.change { $0[example.name] = graph }
    return graph
  }
}
