// swift-tools-version: 6.2
import PackageDescription

/// One list for every target, so that no module is laxer than another.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

/// Tests are as strict, but for memory safety: the expansion of `#expect` is not written for it.
let strictTests: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "policyc",
  products: [
    .executable(name: "policyc", targets: ["policyc"]),
    .library(name: "PolicyGraph", targets: ["PolicyGraph"]),
    .library(name: "PolicyLanguage", targets: ["PolicyLanguage"]),
    .library(name: "PolicyRuntime", targets: ["PolicyRuntime"]),
    .library(name: "PolicyService", targets: ["PolicyService"]),
    .library(name: "PolicySimulator", targets: ["PolicySimulator"]),
    .library(name: "PolicyVerifier", targets: ["PolicyVerifier"]),
    .library(name: "PolicyLint", targets: ["PolicyLint"]),
  ],
  targets: [
    .target(name: "PolicyGraph", swiftSettings: strict),
    .target(name: "PolicyLanguage", dependencies: ["PolicyGraph"], swiftSettings: strict),
    .target(name: "PolicyRuntime", dependencies: ["PolicyGraph"], swiftSettings: strict),
    .target(
      name: "PolicyService", dependencies: ["PolicyGraph", "PolicyRuntime"], swiftSettings: strict),
    .target(
      name: "PolicySimulator", dependencies: ["PolicyGraph", "PolicyRuntime"],
      swiftSettings: strict),
    .target(
      name: "PolicyVerifier", dependencies: ["PolicyGraph", "PolicyRuntime"],
      swiftSettings: strict),
    .target(
      name: "PolicyLint", dependencies: ["PolicyGraph", "PolicyLanguage"], swiftSettings: strict),
    .executableTarget(
      name: "policyc",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "PolicySimulator",
        "PolicyVerifier",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PolicyBenchmarks",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "PolicyService",
        "PolicySimulator", "PolicyVerifier",
      ],
      exclude: ["EventLoop.c"], swiftSettings: strict),
    .testTarget(
      name: "PolicyGraphTests", dependencies: ["PolicyGraph", "PolicyLanguage"],
      exclude: ["Layout"], swiftSettings: strictTests),
    .testTarget(
      name: "PolicyLanguageTests",
      dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime"],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyRuntimeTests",
      dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyRuntime"],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyServiceTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicyService", "PolicySimulator",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicySimulatorTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicyService", "PolicySimulator",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyVerifierTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicySimulator", "PolicyVerifier",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyLintTests", dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyLint"],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicycTests",
      dependencies: [
        "policyc", "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime",
        "PolicySimulator", "PolicyVerifier",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "TidyTests", dependencies: ["PolicyGraph", "PolicyLanguage"],
      swiftSettings: strictTests),
  ]
)
