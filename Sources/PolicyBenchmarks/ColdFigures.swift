/// Whole processes: `policyc lint` of a file of 200 lines, linked statically, beside an empty
/// program.
enum ColdFigures {
  static func add(to table: inout Table, folder: String) {
    guard let policyc = buildPolicyc(folder), let empty = buildEmpty(folder) else {
      print("cold start: the static build failed; see \(folder)/build.log")
      return
    }
    let file = folder + "/two-hundred-lines.policy"
    File.write(file, Array(GeneratedPolicy.text(routes: 5).utf8))
    var lint: [Double] = []
    var nothing: [Double] = []
    for round in 0..<60 {
      // Both orders, so that neither always finds the caches of the other.
      if round % 2 == 0 { nothing.append(Child.run([empty]).seconds) }
      let run = Child.run([policyc, "lint", file])
      precondition(run.code == 0, "lint found errors in the generated policy")
      lint.append(run.seconds)
      if round % 2 == 1 { nothing.append(Child.run([empty]).seconds) }
    }
    table.add(
      Figure(
        name: "cold lint of 200 lines, static", value: Measure.median(lint) * 1e3, unit: "ms",
        limit: Measure.median(nothing) * 1e3, bar: 1.0))
    if let count = Child.instructions([policyc, "lint", file], folder) {
      table.add(
        Figure(
          name: "  instructions (callgrind)", value: count / 1e6, unit: "M",
          limit: Child.instructions([empty], folder).map { $0 / 1e6 }, bar: 2.0))
    }
    ColdPeers.add(to: &table, beside: [policyc, "lint", file], folder: folder)
    _ = Child.run(["strip", "-o", folder + "/policyc-stripped", policyc])
    table.add(
      Figure(
        name: "static policyc, stripped", value: File.size(folder + "/policyc-stripped") / 1e6,
        unit: "MB", limit: strippedEmpty(empty, folder), bar: 11.5))
  }

  /// Memory of a cold lint; called first, as a peak of children never falls.
  static func addMemory(to table: inout Table, folder: String) {
    guard let policyc = buildPolicyc(folder) else { return }
    let file = folder + "/two-hundred-lines.policy"
    File.write(file, Array(GeneratedPolicy.text(routes: 5).utf8))
    let result = Child.run(["/usr/bin/env", policyc, "lint", file])
    guard result.code == 0, let peak = peakOfLint([policyc, "lint", file], folder) else { return }
    table.add(
      Figure(name: "  peak memory of it", value: peak / 1_048_576, unit: "MiB", bar: 5))
  }

  /// Asks GNU time, if there is one: the peak of one process, not of all before it.
  private static func peakOfLint(_ arguments: [String], _ folder: String) -> Double? {
    let output = folder + "/peak.txt"
    let result = Child.run(["time", "-f", "%M", "-o", output] + arguments)
    guard result.code == 0 else { return nil }
    let text = String(decoding: File.read(output), as: UTF8.self)
    return Int(text.split(whereSeparator: \.isNewline).first ?? "").map { Double($0) * 1024 }
  }

  private static func strippedEmpty(_ empty: String, _ folder: String) -> Double {
    _ = Child.run(["strip", "-o", folder + "/empty-stripped", empty])
    return File.size(folder + "/empty-stripped") / 1e6
  }

  private static func buildPolicyc(_ folder: String) -> String? {
    let scratch = folder + "/static"
    let result = Child.run(
      [
        "swift", "build", "-c", "release", "--product", "policyc", "--scratch-path", scratch,
        "-Xswiftc", "-static-executable",
      ], output: folder + "/build.log")
    return result.code == 0 ? scratch + "/release/policyc" : nil
  }

  private static func buildEmpty(_ folder: String) -> String? {
    File.write(folder + "/empty.swift", [])
    let result = Child.run(
      ["swiftc", "-O", "-static-executable", folder + "/empty.swift", "-o", folder + "/empty"],
      output: folder + "/empty.log")
    return result.code == 0 ? folder + "/empty" : nil
  }
}
