import PolicyGraph
import PolicyRuntime

/// Keeps what is wanted of decisions: the first requests' stories, and what was covered.
///
/// Where nothing is wanted there is none, and the interpreter makes no notes.
struct Observer {
  let listener: Listener
  private let box: DecisionLog
  private let storiesMax: Int
  private(set) var stories: [RequestStory] = []
  private let recorder: CoverageRecorder?

  init?(_ options: RunOptions, _ graph: FailoverGraph) {
    if options.stories == 0, !options.keepsCoverage { return nil }
    let box = DecisionLog()
    self.box = box
    listener = { box.add($0) }
    storiesMax = options.stories
    recorder = options.keepsCoverage ? CoverageMap(graph).recorder() : nil
  }

  /// What was covered, if that was wanted.
  var coverage: Coverage? { recorder?.coverage() }

  /// A request arrives.
  mutating func begins(_ number: Int, _ route: ID<Route>, _ now: Int64) {
    guard number <= storiesMax else { return }
    stories.append(
      RequestStory(number: number, route: route, arrivedAt: Tick(ns: now), steps: []))
  }

  /// Something was decided about a request.
  mutating func decided(_ number: Int, _ event: Event?, _ action: Action, _ now: Int64) {
    let decisions = box.take()
    if let recorder { for decision in decisions { recorder.record(decision) } }
    guard number <= storiesMax else { return }
    stories[number - 1].steps.append(
      RequestStory.Step(at: Tick(ns: now), event: event, decisions: decisions, action: action))
  }
}
