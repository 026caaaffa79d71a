import PolicyGraph
import PolicyLanguage

/// Bytes to a validated graph.
enum ArtifactFigures {
  static func add(to table: inout Table, folder: String) {
    for (name, routes, bar) in [("about 200 lines", 5, 8.0), ("1,000 routes", 1000, 150.0)] {
      let text = Array(GeneratedPolicy.text(routes: routes).utf8)
      let compilation = compile("generated.policy") { _ in .success(text) }
      guard let artifact = compilation.artifact() else {
        preconditionFailure("the generated policy has errors")
      }
      let path = folder + "/load.policyc"
      File.write(path, artifact)
      table.add(
        Figure(
          name: "artifact, \(name): bytes", value: Double(artifact.count) / Double(text.count),
          unit: "× text", bar: 0.35))
      let count = routes > 100 ? 50 : 1000
      let limit = Measure.time(batches: 9, of: count) { precondition(sum(File.read(path)) != 1) }
      var trusted = bar / 1e6
      for check in [DigestCheck.trusted, .verified] {
        let seconds = Measure.time(batches: 9, of: count) {
          let graph = try? FailoverGraph(artifact: File.read(path), digest: check)
          precondition(graph != nil)
        }
        let kilobytes = artifact.count / 1000
        table.add(
          Figure(
            name: check == .trusted
              ? "load an artifact, \(name) (\(kilobytes) kB)"
              : "  the same with its SHA-256 verified",
            value: seconds * 1e6, unit: "µs", limit: limit * 1e6,
            bar: check == .trusted ? bar : 3e6 * trusted))
        trusted = seconds
      }
    }
  }

  /// The limit: the file is read, and every byte looked at once.
  private static func sum(_ bytes: [UInt8]) -> UInt64 {
    var total: UInt64 = 0
    for byte in bytes { total &+= UInt64(byte) }
    return total
  }
}
