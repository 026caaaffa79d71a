import TestThreads
import Testing

/// The simulator against closed forms: figures within three standard errors of what theory says.
///
/// Seeds are fixed, so that a test passes always or never. `THEORY_SCALE=20` makes runs twenty
/// times as long; do that with optimisation.
@Suite(.offPool) struct TheoryTests {
  static let all =
    QueuePoints.all + LossPoints.all + RetryPoints.all + BackoffPoints.all + RoutePoints.all
    + ArrivalPoints.all

  @Test(arguments: all) func `figures are what theory says`(experiment: Experiment) throws {
    try experiment.check()
  }

  @Test func `there are many points, each with a name of its own`() {
    let names = TheoryTests.all.flatMap { experiment in
      experiment.points.map { "\(experiment.name), \($0.name)" }
    }
    #expect(names.count >= 100)
    #expect(Set(names).count == names.count)
  }
}
