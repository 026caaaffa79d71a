import PolicyGraph
import PolicyRuntime

@testable import PolicySimulator

/// What stories tell that reports do not.
enum Stories {
  /// How long each request of a single route to a single station waited, in nanoseconds: its time
  /// there less its service, which is drawn again by its name.
  static func waits(
    _ result: RunResult, _ latency: LatencyModel, after warmUp: Double
  ) -> [Double] {
    let streams = Streams(seed: result.report.seed)
    return result.stories.compactMap { story in
      guard let end = story.steps.last?.at, Double(story.arrivedAt.ns) >= warmUp * 1e9 else {
        return nil
      }
      let key = Streams.mix(UInt64(story.number))
      let work = latency.time(streams.bits(.service, key, Streams.salt("a".utf8) + 1)).nanoseconds
      return Double(end.ns - story.arrivedAt.ns - work)
    }
  }
}
