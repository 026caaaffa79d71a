import Foundation

/// With how many seeds a whole scenario runs: once by default, more often where the environment
/// says so.
enum Seeds {
  static let all: ClosedRange<UInt64> =
    1...max(1, ProcessInfo.processInfo.environment["SCENARIO_SEEDS"].flatMap { UInt64($0) } ?? 1)
}
