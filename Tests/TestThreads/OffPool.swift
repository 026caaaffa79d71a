public import Testing

/// Runs the tests of a suite on threads of their own instead of Swift's cooperative pool.
///
/// The pool has one thread for each core. A test that computes, or that waits for a process, keeps
/// one of them busy; a few such tests would delay every task of the service's tests by seconds.
/// Every suite outside `PolicyServiceTests` and the modules behind traits carries this trait.
public struct OffPool: SuiteTrait, TestTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(ComputeThreads.shared) { try await function() }
  }
}

extension Trait where Self == OffPool {
  /// For a suite that computes or blocks.
  public static var offPool: Self { Self() }
}
