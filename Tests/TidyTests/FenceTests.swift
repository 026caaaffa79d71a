import Testing

/// Which module may know which: the table of the architecture.
@Suite struct FenceTests {
  /// What each module may import; nothing is imported that does not stand here.
  static let allowed: [String: [String]] = [
    "PolicyGraph": [],
    "PolicyLanguage": ["PolicyGraph"],
    "PolicyLint": ["PolicyGraph", "PolicyLanguage"],
    "PolicyRuntime": ["PolicyGraph", "Synchronization"],
    // Glibc in one file: what is asked of the operating system.
    "PolicyService": ["PolicyGraph", "PolicyRuntime", "Synchronization", "Glibc"],
    "PolicySimulator": ["PolicyGraph", "PolicyRuntime"],
    "PolicyVerifier": ["PolicyGraph", "PolicyRuntime"],
    "policyc": [
      "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "PolicySimulator",
      "PolicyVerifier", "Glibc",
    ],
    "policy-lsp": ["PolicyLanguage", "PolicyLint", "Foundation"],
    "PolicyBenchmarks": [
      "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "PolicyService",
      "PolicySimulator", "PolicyVerifier", "Synchronization", "Glibc",
    ],
  ]

  @Test func `a module imports only what the table allows`() {
    var found = Violations(
      "a module imports what it must not know: move the code, or change the table in FenceTests and the architecture with it"
    )
    for file in Repository.swift(in: "Sources/") {
      let allowed = FenceTests.allowed[file.module] ?? []
      for line in file.lines {
        guard let name = imported(line.code), !allowed.contains(name) else { continue }
        found.add(file, line, "\(file.module) imports \(name)")
      }
    }
    found.report()
  }

  @Test func `every module stands in the table`() {
    var found = Violations("say in FenceTests.allowed what this module may import")
    for module in Repository.modules where FenceTests.allowed[module] == nil {
      found.add("Sources/\(module)", "unknown module")
    }
    found.report()
  }

  @Test func `the default build resolves no package`() {
    var found = Violations(
      "a dependency on a package costs every service that links us: do without")
    for file in Repository.files where file.path == "Package.swift" {
      for line in file.lines where line.code.contains(".package(") { found.add(file, line) }
    }
    found.report()
  }

  /// The module that a line imports.
  private func imported(_ code: String) -> String? {
    var words = code.split(separator: " ").map(String.init)
    words.removeAll {
      $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
    }
    guard words.count >= 2, words[0] == "import" else { return nil }
    // `import struct Module.Type` names the kind first.
    let name = words.count > 2 ? words[2] : words[1]
    return String(name.prefix { $0 != "." })
  }
}
