import Foundation
import PolicyGraph
import PolicyRuntime
import Testing

@testable import PolicySimulator

/// A scenario that theory has an answer for, and what it answers.
struct Experiment: Sendable, CustomTestStringConvertible {
  /// One figure.
  struct Point: Sendable {
    var name: String
    var theory: Double
    /// How far off the figure may be for reasons other than chance, as a share of it.
    var allowance = 0.0
    /// What a replication adds above and below the line of a ratio.
    var measure: @Sendable (RunResult) -> (Double, Double)

    /// Whether short runs scatter evenly about it: not a rate, nor the share of a crowded tail.
    var isEven: Bool { allowance == 0 && name != "requests a second" && !name.hasPrefix("P(") }

    init(
      _ name: String, _ theory: Double, allowance: Double = 0,
      _ measure: @escaping @Sendable (RunResult) -> (Double, Double)
    ) {
      self.name = name
      self.theory = theory
      self.allowance = allowance
      self.measure = measure
    }
  }

  var name: String
  /// The policy; `FOR` stands for how long traffic lasts.
  var policy: String
  /// Seconds of traffic in each replication; `THEORY_SCALE` lengthens them.
  var seconds: Double
  var replications = 30
  /// Seconds of traffic that are not measured, and not lengthened.
  var warmUp = 0.0
  /// Whether each request's story is wanted.
  var keepsStories = false
  var keepsTimeline = false
  var points: [Point]

  var testDescription: String { name }

  /// How many times longer than usual all runs are; timelines know single seconds up to 30.
  static let scale = min(
    30, max(1, ProcessInfo.processInfo.environment["THEORY_SCALE"].flatMap { Double($0) } ?? 1))

  /// Which of the sets of seeds is taken.
  static let set =
    ProcessInfo.processInfo.environment["THEORY_SEED"].flatMap { UInt64($0) } ?? 2

  /// The results of independent replications whose seeds are derived from `seed`.
  func run(seed: UInt64, replications: Int? = nil, scale: Double = scale) throws -> [RunResult] {
    let length = Int64(((warmUp + seconds * scale) * 1000).rounded())
    let warm = warmUp > 0 ? "warm-up \(Int64((warmUp * 1000).rounded()))ms" : ""
    let text = policy.replacing("FOR", with: "\(length)ms")
      .replacing("scenario s {", with: "scenario s {\n\(warm)")
    let plan = try Policies.plan(text)
    let simulation = try Simulation(plan, ID(0))
    var options = RunOptions()
    options.keepsTimeline = keepsTimeline
    options.keepsLatencies = true
    options.stories = keepsStories ? .max : 0
    return (0..<(replications ?? self.replications)).map { index in
      let result = simulation.run(
        index: index, seed: Simulation.seed(of: index, from: seed), options: options)
      #expect(result.report.stopped == nil)
      return result
    }
  }

  /// Where the seeds begin: every experiment has its own, lest all err on the same side.
  private var seed: UInt64 {
    name.utf8.reduce(Experiment.set) { ($0 &+ UInt64($1)) &* 1_099_511_628_211 }
  }

  /// Compares every point with theory, and says so in a row of a table.
  func check() throws {
    let results = try run(seed: seed)
    for point in points {
      let estimate = Estimate(results.map(point.measure))
      let allowance = point.allowance * point.theory.magnitude
      let distance = estimate.distance(to: point.theory, allowance: allowance)
      print(Row(name, point, estimate, distance))
      #expect(
        distance <= 3,
        "\(name), \(point.name): theory \(point.theory), measured \(estimate.mean) ± \(estimate.error)"
      )
    }
  }

  /// A row of the table of all points.
  private struct Row: CustomStringConvertible {
    let description: String

    init(_ name: String, _ point: Point, _ estimate: Estimate, _ distance: Double) {
      let allowance =
        point.allowance == 0 ? "" : String(format: "%.1f%%", point.allowance * 100)
      let cells = [
        name, point.name, String(format: "%.6g", point.theory),
        String(format: "%.6g", estimate.mean), String(format: "%.2g", estimate.error), allowance,
        String(format: "%.2f", distance),
      ]
      description = "theory | " + cells.joined(separator: " | ") + " |"
    }
  }
}
