import TestThreads
import Testing

@testable import PolicyLanguage

/// Every limit that a case of the corpus is too small for, at the limit and one past it.
@Suite(.offPool) struct LimitsOfPrograms {
  private let endpoint = "endpoint a { url \"http://a.test\"; timeout attempt: 1s }\n"

  /// The codes found in a program of these files.
  private func codes(_ files: [String: String], root: String = "0.policy") -> [String] {
    compile(root) { path in
      files[path].map { .success(Array($0.utf8)) } ?? .failure(.missing)
    }.report.diagnostics.map(\.code.id)
  }

  @Test(arguments: [(32, []), (33, ["P0605"])])
  func `imports lead 32 files deep`(depth: Int, found: [String]) {
    var files: [String: String] = ["\(depth).policy": "language 1\n"]
    for i in 0..<depth { files["\(i).policy"] = "language 1\nimport \"\(i + 1).policy\"\n" }
    #expect(codes(files) == found)
  }

  @Test(arguments: [(4095, []), (4096, ["P0606"])])
  func `a program has 4096 files`(imports: Int, found: [String]) {
    var files: [String: String] = [:]
    var root = "language 1\n"
    for i in 1...imports {
      files["\(i).policy"] = "language 1\n"
      root += "import \"\(i).policy\"\n"
    }
    files["0.policy"] = root
    #expect(codes(files) == found)
  }

  @Test func `a file has 16 MiB`() {
    func codes(of bytes: Int) -> [String] {
      compile("0.policy") { _ in
        .success(Array("language 1\n".utf8) + Array(repeating: 0x20, count: bytes - 11))
      }.report.diagnostics.map(\.code.id)
    }
    #expect(codes(of: Limits.fileBytesMax) == [])
    #expect(codes(of: Limits.fileBytesMax + 1) == ["P0607"])
  }

  @Test func `an imported file has 16 MiB, and all files together 64 MiB`() {
    let large = Array("language 1\n".utf8) + Array(repeating: 0x20, count: Limits.fileBytesMax - 11)
    func codes(_ names: [String], _ sizes: [String: [UInt8]]) -> [String] {
      let root = "language 1\n" + names.map { "import \"\($0)\"\n" }.joined()
      return compile("0.policy") { path in
        .success(path == "0.policy" ? Array(root.utf8) : sizes[path] ?? large)
      }.report.diagnostics.map(\.code.id)
    }
    #expect(codes(["a"], ["a": large + [0x20]]) == ["P0607"])
    let root = 11 + 4 * 11
    #expect(codes(["a", "b", "c", "d"], ["d": Array(large.dropLast(root))]) == [])
    #expect(codes(["a", "b", "c", "d"], ["d": Array(large.dropLast(root - 1))]) == ["P0608"])
  }

  @Test(arguments: [(65_535, []), (65_536, ["P0611"])])
  func `65,535 declarations of a kind`(count: Int, found: [String]) {
    var text = "language 1\n"
    for i in 0..<count { text += "backoff b\(i) { constant base: 1s }\n" }
    #expect(codes(["0.policy": text]) == found)
  }

  @Test func `an artifact has 16 MiB`() {
    // Each row of the base is copied into each table.
    var text = "language 1\nerrors base {\n"
    for i in 0..<1000 { text += "  rejected code: \"c\(i)\"\n" }
    text += "}\n"
    for i in 0..<2000 { text += "errors e\(i) { extends base; rejected code: \"d\(i)\" }\n" }
    let found = compile("0.policy") { _ in .success(Array(text.utf8)) }
    #expect(found.report.diagnostics.map(\.code.id) == ["P0613"])
    #expect(found.graph == nil)
  }

  @Test func `what is copied again and again stops before memory does`() {
    var text = "language 1\nerrors e0 { rejected code: \"c\" }\n"
    for i in 1..<20_000 {
      text += "errors e\(i) { extends e\(i - 1); rejected code: \"c\(i)\" }\n"
    }
    #expect(codes(["0.policy": text]) == ["P0613"])
  }

  @Test(arguments: [(64, []), (65, ["P0718"])])
  func `topologies stand 64 high`(height: Int, found: [String]) {
    var text = "language 1\n" + endpoint + "active-active g1 { member a }\n"
    for i in 2...height { text += "active-active g\(i) { member g\(i - 1) }\n" }
    text += "route r { to g\(height); effect read; deadline 10s; retry none; breaker none }\n"
    #expect(codes(["0.policy": text]) == found)
  }

  @Test func `a hundred findings are shown, and how many there are besides`() {
    let text = "language 1\n" + String(repeating: "frobnicate\n", count: 105)
    let report = compile("0.policy") { _ in .success(Array(text.utf8)) }.report
    #expect(report.diagnostics.count == Limits.diagnosticsMax)
    #expect(report.omitted == 5)
  }
}
