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

/// What PolicyHTTP and its tests are made of, where its trait is on.
let httpClient: [Target.Dependency] = [
  .product(
    name: "AsyncHTTPClient", package: "async-http-client",
    condition: .when(traits: ["HTTPClient"])),
  .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
  .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
  .product(
    name: "NIOConcurrencyHelpers", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
  .product(name: "NIOHTTP2", package: "swift-nio-http2", condition: .when(traits: ["HTTPClient"])),
  .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTPClient"])),
  .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTPClient"])),
]

/// What PolicyTelemetry and its tests are made of, where its trait is on.
let telemetry: [Target.Dependency] = [
  .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Telemetry"])),
  .product(name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Telemetry"])),
  .product(
    name: "Tracing", package: "swift-distributed-tracing",
    condition: .when(traits: ["Telemetry"])),
]

/// Backends that keep what they are told, for the tests of PolicyTelemetry.
let telemetryTests: [Target.Dependency] = [
  .product(name: "InMemoryLogging", package: "swift-log", condition: .when(traits: ["Telemetry"])),
  .product(
    name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Telemetry"])),
  .product(
    name: "InMemoryTracing", package: "swift-distributed-tracing",
    condition: .when(traits: ["Telemetry"])),
]

/// What PolicySigning is made of, where its trait is on.
let signing: [Target.Dependency] = [
  .product(name: "Crypto", package: "swift-crypto", condition: .when(traits: ["Signing"]))
]

let package = Package(
  name: "policyc",
  products: [
    .executable(name: "policyc", targets: ["policyc"]),
    .library(name: "PolicyGraph", targets: ["PolicyGraph"]),
    .library(name: "PolicyLanguage", targets: ["PolicyLanguage"]),
    .library(name: "PolicyRuntime", targets: ["PolicyRuntime"]),
    .library(name: "PolicyService", targets: ["PolicyService"]),
    .library(name: "PolicySigning", targets: ["PolicySigning"]),
    .library(name: "PolicySimulator", targets: ["PolicySimulator"]),
    .library(name: "PolicyVerifier", targets: ["PolicyVerifier"]),
    .library(name: "PolicyLint", targets: ["PolicyLint"]),
    .library(name: "PolicyHTTP", targets: ["PolicyHTTP"]),
    .library(name: "PolicyTelemetry", targets: ["PolicyTelemetry"]),
  ],
  traits: [
    // Off unless asked for: a default build resolves none of the packages below.
    .default(enabledTraits: []),
    .trait(name: "HTTPClient", description: "PolicyHTTP: requests through AsyncHTTPClient."),
    .trait(
      name: "Telemetry",
      description: "PolicyTelemetry: swift-log, swift-metrics and swift-distributed-tracing."),
    .trait(name: "Signing", description: "PolicySigning: signed artifacts, by swift-crypto."),
  ],
  dependencies: [
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.90.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.38.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.7.0"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.2.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
  ],
  targets: [
    // C, for instructions that Swift has no access to.
    .target(name: "PolicyDigest", cSettings: [.treatAllWarnings(as: .error)]),
    .target(name: "PolicyGraph", dependencies: ["PolicyDigest"], swiftSettings: strict),
    .target(name: "PolicyLanguage", dependencies: ["PolicyGraph"], swiftSettings: strict),
    .target(name: "PolicyRuntime", dependencies: ["PolicyGraph"], swiftSettings: strict),
    .target(
      name: "PolicySigning", dependencies: ["PolicyGraph"] + signing, swiftSettings: strict),
    .target(
      name: "PolicyService", dependencies: ["PolicyGraph", "PolicyRuntime", "PolicySigning"],
      swiftSettings: strict),
    .target(
      name: "PolicySimulator", dependencies: ["PolicyGraph", "PolicyRuntime"],
      swiftSettings: strict),
    .target(
      name: "PolicyVerifier", dependencies: ["PolicyGraph", "PolicyRuntime"],
      swiftSettings: strict),
    .target(
      name: "PolicyLint", dependencies: ["PolicyGraph", "PolicyLanguage"], swiftSettings: strict),
    .target(
      name: "PolicyHTTP",
      dependencies: ["PolicyGraph", "PolicyRuntime", "PolicyService"] + httpClient,
      swiftSettings: strict),
    .target(
      name: "PolicyTelemetry",
      dependencies: ["PolicyGraph", "PolicyRuntime", "PolicyService"] + telemetry,
      swiftSettings: strict),
    .target(
      name: "PolicyEditor",
      dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicySimulator"],
      swiftSettings: strict),
    .executableTarget(
      name: "policyc",
      dependencies: [
        "PolicyEditor", "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime",
        "PolicySigning", "PolicySimulator", "PolicyVerifier",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "PolicyBenchmarks",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "PolicyService",
        "PolicySimulator", "PolicyVerifier",
      ],
      exclude: ["EventLoop.c"], swiftSettings: strict),
    // Not a test target, for other targets could not use it then.
    .target(name: "TestThreads", path: "Tests/TestThreads", swiftSettings: strictTests),
    .testTarget(
      name: "PolicyGraphTests", dependencies: ["PolicyGraph", "PolicyLanguage", "TestThreads"],
      exclude: ["Layout"], swiftSettings: strictTests),
    .testTarget(
      name: "PolicyLanguageTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime", "TestThreads",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyRuntimeTests",
      dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyRuntime", "TestThreads"],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyServiceTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicyService", "PolicySigning",
        "PolicySimulator",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicySimulatorTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicyService", "PolicySimulator",
        "TestThreads",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyVerifierTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicySimulator", "PolicyVerifier",
        "TestThreads",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyLintTests",
      dependencies: ["PolicyGraph", "PolicyLanguage", "PolicyLint", "TestThreads"],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyEditorTests",
      dependencies: [
        "PolicyEditor", "PolicyGraph", "PolicyLanguage", "PolicySimulator", "TestThreads",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicycTests",
      dependencies: [
        "policyc", "PolicyGraph", "PolicyLanguage", "PolicyLint", "PolicyRuntime",
        "PolicySimulator", "PolicyVerifier", "TestThreads",
      ],
      swiftSettings: strictTests),
    .testTarget(
      name: "PolicyHTTPTests",
      dependencies: [
        "PolicyGraph", "PolicyHTTP", "PolicyLanguage", "PolicyRuntime", "PolicyService",
      ] + httpClient, swiftSettings: strictTests),
    .testTarget(
      name: "PolicyTelemetryTests",
      dependencies: [
        "PolicyGraph", "PolicyLanguage", "PolicyRuntime", "PolicyService", "PolicyTelemetry",
      ] + telemetry + telemetryTests, swiftSettings: strictTests),
    .testTarget(
      name: "PolicySigningTests",
      dependencies: [
        "policyc", "PolicyGraph", "PolicyLanguage", "PolicyService", "PolicySigning", "TestThreads",
      ], swiftSettings: strictTests),
    .testTarget(
      name: "TidyTests", dependencies: ["PolicyGraph", "PolicyLanguage", "TestThreads"],
      swiftSettings: strictTests),
  ]
)
