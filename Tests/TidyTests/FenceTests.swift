import TestThreads
import Testing

/// Which module may know which: the table of the architecture.
@Suite(.offPool) struct FenceTests {
  /// What each module may import; nothing is imported that does not stand here.
  static let allowed: [String: [String]] = [
    // C: SHA-256 by the processor's instructions. Embedded builds of PolicyGraph go without it.
    "PolicyDigest": [],
    "PolicyGraph": ["PolicyDigest"],
    // Built by its own script, as Embedded Swift. CPolicyc is its header.
    "PolicyC": ["CPolicyc", "PolicyGraph", "PolicyRuntime", "Synchronization"],
    "PolicyLanguage": ["PolicyGraph"],
    "PolicyLint": ["PolicyGraph", "PolicyLanguage"],
    "PolicyRuntime": ["PolicyGraph", "Synchronization"],
    // Glibc in one file: what is asked of the operating system.
    "PolicyService": [
      "PolicyGraph", "PolicyRuntime", "PolicySigning", "Synchronization", "Glibc",
    ],
    "PolicySigning": ["PolicyGraph", "Crypto"],
    "PolicySimulator": ["PolicyGraph", "PolicyRuntime"],
    "PolicyVerifier": ["PolicyGraph", "PolicyRuntime"],
    "PolicyHTTP": [
      "PolicyGraph", "PolicyRuntime", "PolicyService", "AsyncHTTPClient", "NIOConcurrencyHelpers",
      "NIOCore", "NIOHTTP1", "NIOHTTP2", "NIOPosix", "NIOSSL",
      // The system's numbers of errors.
      "Glibc",
    ],
    "PolicyTelemetry": ["PolicyRuntime", "PolicyService", "CoreMetrics", "Logging", "Tracing"],
    "policyc": [
      "PolicyEditor", "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime",
      "PolicySigning", "PolicySimulator", "PolicyVerifier", "Glibc",
    ],
    // The simulator for its reader of JSON, which the whole tool shares.
    "PolicyEditor": ["PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicySimulator"],
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

  /// Modules that are empty unless a trait is asked for.
  static let traits = ["PolicyHTTP": "HTTPClient", "PolicyTelemetry": "Telemetry"]

  @Test func `the default build resolves no package`() throws {
    var found = Violations(
      "a dependency on a package costs every service that links us: use it under one trait, which is off by default"
    )
    let manifest = String(decoding: Repository.bytes("Package.swift"), as: UTF8.self)
    let products = manifest.matches(
      of: #/\.product\(\s*name: "(\w+)",\s*package: "([^"]+)"([^()]*)/#)
    let guarded = manifest.matches(
      of:
        #/\.product\(\s*name: "\w+",\s*package: "[^"]+",\s*condition: \.when\(traits: \["\w+"\]\)\)/#
    )
    #expect(!products.isEmpty)
    if products.count != guarded.count
      || manifest.matches(of: #/\.product\(/#).count != products.count
    {
      found.add("Package.swift", "a `.product(` without `condition: .when(traits: [\"…\"])`")
    }
    // One that no product is taken of would be resolved for nothing.
    let used = Set(products.map { String($0.output.2) })
    let named = manifest.matches(
      of: #/\.package\(url: "https:\/\/[^"]+\/([^"\/]+)", from: "[\d.]+"\)/#)
    for package in named where !used.contains(String(package.output.1)) {
      found.add("Package.swift", "\(package.output.1) is used by nobody")
    }
    if named.count != manifest.matches(of: #/\.package\(/#).count || manifest.contains(".plugin(") {
      found.add("Package.swift", "a package, or a plugin, that this test does not understand")
    }
    if !manifest.contains(".default(enabledTraits: [])") {
      found.add("Package.swift", "no trait may be on by default")
    }
    found.report()
  }

  @Test func `a module of a trait is empty without it`() {
    var found = Violations("put all of the file between `#if` of its module's trait and `#endif`")
    for (module, trait) in FenceTests.traits.sorted(by: { $0.key < $1.key }) {
      let files =
        Repository.swift(in: "Sources/\(module)/") + Repository.swift(in: "Tests/\(module)Tests/")
      #expect(files.count > 2)
      for file in files
      where file.lines.first?.text != "#if \(trait)" || file.lines.last?.text != "#endif" {
        found.add(file.path, "not all of it")
      }
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
