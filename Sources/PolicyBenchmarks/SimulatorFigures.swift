import Glibc
import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator

/// How fast scenarios run, and how much memory they take.
enum SimulatorFigures {
  static func add(to table: inout Table, program: String, folder: String) {
    let floor = eventLoop(folder: folder)
    let full = rate(SimulatorPolicies.full(seconds: 200))
    table.add(
      Figure(
        name: "simulator, full policy", value: full, unit: "M req/s", limit: floor, bar: 4,
        moreIsBetter: true))
    let station = rate(SimulatorPolicies.station(seconds: 200))
    table.add(
      Figure(
        name: "simulator, M/M/2 with retries", value: station, unit: "M req/s", limit: floor,
        bar: 8, moreIsBetter: true))
    addJobs(to: &table)
    for (name, seconds) in [("10⁴", 10), ("10⁷", 10_000)] {
      let path = "\(folder)/peak-\(seconds).txt"
      _ = Child.run([program, "simulate", "\(seconds)"], output: path)
      let peak = number(path) ?? .infinity
      table.add(
        Figure(
          name: "simulator memory, \(name) requests", value: peak, unit: "MiB", bar: 16))
    }
  }

  /// Millions of requests in a second of processor time, the median of several runs.
  private static func rate(_ text: String) -> Double {
    let simulation = simulation(text)
    var options = RunOptions()
    // As all runs but the first of `simulate --runs`.
    options.keepsTimeline = false
    let times = (0..<7).map { i in
      let start = Measure.cpu
      let result = simulation.run(index: i, seed: UInt64(i), options: options)
      return (Measure.cpu - start) / Double(result.report.total.requests)
    }
    return 1 / Measure.median(times) / 1e6
  }

  static func simulation(_ text: String) -> Simulation {
    let compilation = compile("benchmark.policy") { _ in .success(Array(text.utf8)) }
    guard let graph = compilation.sealed(), let simulation = try? Simulation(Plan(graph), ID(0))
    else {
      print(String(decoding: Render.compact(compilation.report), as: UTF8.self))
      fflush(nil)
      preconditionFailure("the policy that is simulated has errors")
    }
    return simulation
  }

  /// Simulates so many seconds of the full policy in this process; prints its peak in MiB.
  static func simulate(seconds: Int) {
    let simulation = simulation(SimulatorPolicies.full(seconds: seconds))
    let result = simulation.run(index: 0, seed: 1)
    precondition(result.report.total.requests > 0)
    print(Measure.peak / 1_048_576)
  }

  /// Wall time of two runs one after the other over that of both at once.
  private static func addJobs(to table: inout Table) {
    let simulation = simulation(SimulatorPolicies.full(seconds: 300))
    let ratios = (0..<5).map { _ in
      let start = Measure.wall
      for i in 0..<2 { _ = simulation.run(index: i, seed: UInt64(i)) }
      let one = Measure.wall - start
      let between = Measure.wall
      _ = RuntimeCrew(2).run { i in
        _ = simulation.run(index: i, seed: UInt64(i))
        return 0
      }
      return one / (Measure.wall - between)
    }
    table.add(
      Figure(
        name: "simulator, two jobs at once over one after another", value: Measure.median(ratios),
        unit: "×", bar: 1.8, moreIsBetter: true))
  }

  /// Millions of requests in a second of the loop in C; nil without a compiler.
  private static func eventLoop(folder: String) -> Double? {
    let source = "Sources/PolicyBenchmarks/EventLoop.c"
    let built = Child.run(["clang", "-O2", source, "-o", "\(folder)/eventloop", "-lm"])
    guard built.code == 0 else { return nil }
    let path = "\(folder)/eventloop.txt"
    let values = (0..<5).compactMap { _ -> Double? in
      _ = Child.run(["\(folder)/eventloop", "2000000"], output: path)
      return number(path)
    }
    return values.isEmpty ? nil : 1000 / Measure.median(values)
  }

  private static func number(_ path: String) -> Double? {
    let text = String(decoding: File.read(path), as: UTF8.self)
    return Double(String(text.filter { $0.isNumber || $0 == "." }))
  }
}
