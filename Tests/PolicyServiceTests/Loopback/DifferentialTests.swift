import PolicyGraph
import PolicyRuntime
import PolicySimulator
import Testing

@testable import PolicyService

/// What a simulation decides, a service decides over HTTP when the same happens to it.
@Suite(.inTurn) struct DifferentialTests {
  /// What was decided about one request, here and there.
  struct Pair {
    var number: Int
    var service: [String]
    var simulation: [String]
  }

  @Test(arguments: DifferentialScript.all)
  func `a service decides as its simulation does`(script: DifferentialScript) async throws {
    let pairs = try await pairs(script)
    #expect(pairs.count >= 12)
    for pair in pairs { #expect(pair.service == pair.simulation, "request \(pair.number)") }
    // It was trouble, and it was seen.
    #expect(pairs.contains { $0.service.contains { $0.hasPrefix("outcome failed") } })
    // Every request was decided to its end.
    #expect(pairs.allSatisfy { $0.service.last?.hasPrefix("ended") == true })
  }

  @Test func `far ends that do something else are noticed`() async throws {
    var script = try #require(DifferentialScript.all.first { $0.name == "cut" })
    script.ends = ["a": .answer(500)]
    let different = try await pairs(script).filter { $0.service != $0.simulation }
    #expect(!different.isEmpty)
  }

  @Test func `every policy is run with several scripts`() {
    let scripts = Dictionary(grouping: DifferentialScript.all, by: \.policy)
    #expect(scripts.count == 3)
    #expect(scripts.values.allSatisfy { $0.count >= 3 })
  }

  private func pairs(_ script: DifferentialScript) async throws -> [Pair] {
    try await undisturbed { try await runs(script) }
  }

  /// Runs the script here and there; nil if the machine stalled: whoever is late sees another
  /// world.
  private func runs(_ script: DifferentialScript) async throws -> [Pair]? {
    let world = try await World.made(script.example, dead: script.dead)
    let names = world.engine.generation.names
    let clock = world.clock
    let begin = clock.now
    var pairs: [Pair] = []
    for story in try simulated(world) {
      let at = Duration.nanoseconds(story.arrivedAt.ns)
      // No time of the policies is nearer to another.
      if clock.now > begin + at + .seconds(1) { return nil }
      clock.leap(to: begin + at)
      for (name, end) in world.ends {
        end.always(script.holds(at: at) ? script.ends[name] ?? .ok() : .ok())
      }
      let before = world.events.all.count
      _ = try await world.run("main", key: "key-\(story.number)")
      // Simulated attempts keep to their times; here a busy machine may be some milliseconds late.
      let decided = world.events.all[before...].filter { $0.reason != .attemptOverran }
      let simulated = story.steps.flatMap(\.decisions).map {
        PolicyEvent(decision: $0, names: names)
      }
      pairs.append(
        Pair(
          number: story.number, service: decided.map(\.decisionText),
          simulation: simulated.map(\.decisionText)))
    }
    return pairs
  }

  private func simulated(_ world: World) throws -> [RequestStory] {
    let simulation = try Simulation(Plan(world.engine.generation.graph), ID(0))
    var options = RunOptions()
    options.stories = 100
    return simulation.run(index: 0, seed: 1, options: options).stories
  }
}
