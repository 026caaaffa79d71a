import PolicyGraph
import PolicyLanguage

/// Text to graph: throughput, growth and memory.
enum CompileFigures {
  static func add(to table: inout Table) {
    var perByte: [Double] = []
    for (megabytes, rounds) in [(1, 15), (10, 5)] {
      let text = Array(GeneratedPolicy.text(bytes: megabytes * 1_000_000).utf8)
      let lines = text.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
      let scan = Measure.time(batches: rounds, of: 1) { precondition(tokens(text) > 0) }
      let seconds = Measure.time(batches: rounds, of: 1) {
        let compilation = compile("generated.policy") { _ in .success(text) }
        precondition(compilation.graph != nil, "the generated policy has errors")
      }
      perByte.append(seconds / Double(text.count))
      table.add(
        Figure(
          name: "parse + check + graph, \(megabytes) MB", value: Double(text.count) / seconds / 1e6,
          unit: "MB/s", limit: Double(text.count) / scan / 1e6, bar: 100, moreIsBetter: true))
      table.add(
        Figure(
          name: "  the same in lines", value: Double(lines) / seconds / 1e6, unit: "M lines/s",
          bar: 4.5, moreIsBetter: true))
    }
    table.add(
      Figure(
        name: "  time a byte, 10 MB ÷ 1 MB", value: perByte[1] / perByte[0], unit: "×", bar: 1.1))
  }

  /// What a byte of a larger policy costs: callgrind's count for twice the routes less that for the
  /// routes.
  static func addInstructions(to table: inout Table, program: String, folder: String) {
    let texts = [500, 1000].map { Array(GeneratedPolicy.text(routes: $0).utf8) }
    let counts = texts.compactMap { text -> Double? in
      File.write(folder + "/compile.policy", text)
      return Child.instructions([program, "--compile", folder + "/compile.policy"], folder)
    }
    guard counts.count == 2 else { return }
    table.add(
      Figure(
        name: "  instructions a byte (callgrind)",
        value: (counts[1] - counts[0]) / Double(texts[1].count - texts[0].count), unit: "",
        bar: 56))
  }

  /// What is counted.
  static func compileFile(_ path: String) {
    let text = File.read(path)
    let compilation = compile("generated.policy") { _ in .success(text) }
    precondition(compilation.graph != nil, "the generated policy has errors")
  }

  /// The limit: words, numbers and signs are told apart and counted, and nothing else is done.
  private static func tokens(_ text: [UInt8]) -> Int {
    let bytes = text.span
    var count = 0
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if byte <= 0x20 { continue }
      count += 1
      if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 {
        while i < bytes.count, (bytes[i] | 0x20) &- 0x61 < 26 || bytes[i] &- 0x2D < 13 { i += 1 }
      } else if byte == 0x22 {
        while i < bytes.count, bytes[i] != 0x22 { i += 1 }
        i += 1
      }
    }
    return count
  }

  /// Run in a process of its own: peak memory beside the text.
  static func addMemory(to table: inout Table, program: String) {
    let before = Measure.childrenPeak
    let result = Child.run([program, "--compile-10-megabytes"])
    precondition(result.code == 0, "the child that compiles 10 MB failed")
    let peak = Measure.childrenPeak
    guard peak > before else { return }
    table.add(
      Figure(
        name: "peak memory of compiling 10 MB", value: peak / 10_000_000, unit: "× text", bar: 6))
  }

  /// What that process does.
  static func compileTenMegabytes() {
    let text = Array(GeneratedPolicy.text(bytes: 10_000_000).utf8)
    let compilation = compile("generated.policy") { _ in .success(text) }
    precondition(compilation.graph != nil)
  }
}
