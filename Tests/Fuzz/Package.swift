// swift-tools-version: 6.2
import PackageDescription

// A package of its own: linked without `--sanitize=fuzzer`, these targets have no `main`.
// `Tests/Fuzz/run` builds and runs them.

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let product = { Target.Dependency.product(name: $0, package: "policyc") }

/// One executable: an engine has one entry point.
func fuzzer(_ name: String, _ more: String...) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["Fuzzing", product("PolicyGraph"), product("PolicyLanguage")]
      + more.map { product($0) }, swiftSettings: settings)
}

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "policyc", path: "../..")],
  targets: [
    .target(
      name: "Fuzzing", dependencies: [product("PolicyLanguage")], swiftSettings: settings),
    fuzzer("FuzzParser"), fuzzer("FuzzFormatter"), fuzzer("FuzzChecker"), fuzzer("FuzzArtifact"),
    fuzzer("FuzzClassify", "PolicyRuntime"), fuzzer("FuzzHints", "PolicyRuntime"),
    fuzzer("FuzzRun", "PolicyRuntime"),
  ]
)
