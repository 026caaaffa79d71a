import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicyVerifier

/// A request that fares differently in two versions of a policy, in the same world.
struct DiffWitness {
  /// The world, as `--given` of `policyc trace` takes it; empty if nothing is wrong in it.
  var given: String
  /// Which request it is.
  var route: String
  /// What happens in the old version.
  var before: String
  /// What happens in the new version.
  var after: String
  /// Who fails in this world.
  var endpoints: [String]
  /// With which class, if there is one.
  var errorClass: String?

  /// Whether its endpoints are out, and stay out.
  var isOutage: Bool {
    !given.isEmpty && (errorClass ?? "timeout") == "timeout" && !given.hasSuffix("*1")
  }

  /// Whether only the old version answers in full, or only the new one.
  func isFull(before isOld: Bool) -> Bool {
    let full = [before, after].map { $0.holds("→ answered") && !$0.holds(", degraded") }
    return full == [isOld, !isOld]
  }

  /// Whether the request was answered better before.
  var isWorse: Bool { DiffWitness.quality(after) < DiffWitness.quality(before) }

  /// Failed, degraded, or answered in full.
  private static func quality(_ path: String) -> Int {
    guard path.holds("→ answered") else { return 0 }
    return path.holds(", degraded") ? 1 : 2
  }

  /// The command that tells the request step by step.
  func command(_ file: String) -> String {
    var words = ["policyc", "trace", "--route", route]
    if !given.isEmpty { words += ["--given", given] }
    return (words + [file]).map(\.shellQuoted).joined(separator: " ")
  }
}

/// What happened to one request, in a line.
struct DiffPath: Equatable {
  /// Who was asked, and how it ended.
  var text: String
  /// The same with the time that it took.
  var timed: String

  /// The path of a request of a route; nil if the world makes no sense for this version.
  init?(_ plan: Plan, _ route: ID<Route>, _ given: String) {
    var reader = GivenReader(plan)
    do throws(UsageError) { try reader.read(given) } catch { return nil }
    var run = TraceRun(plan, route, reader.given, seed: 1)
    guard run.run(), let end = run.story.end else { return nil }
    let words = TraceWords(graph: plan.graph, route: route)
    var stops: [(endpoint: ID<Endpoint>?, text: String)] = []
    for step in run.story.steps {
      for note in step.decisions where note.kind == .outcome {
        guard let found = note.errorClass,
          let i = stops.lastIndex(where: { $0.endpoint == note.endpoint })
        else { continue }
        if !stops[i].text.hasSuffix(")") { stops[i].text += " (\(words.name(found)))" }
      }
      if step.decisions.contains(where: { $0.reason == .notAsked }) {
        stops.append((nil, "not asked"))
      }
      let action = step.action
      switch action.kind {
      case .attempt, .resume: stops.append((action.endpoint, words.name(action.endpoint)))
      case .reconcile: stops.append((nil, "reconcile"))
      case .degrade: stops.append((nil, "step \(action.step.map { words.name($0) } ?? "")"))
      case .notify, .wait, .answer, .fail: break
      }
    }
    let level =
      switch run.story.level {
      case .full: "answered"
      case .degraded: "answered, degraded"
      case .failed: "failed"
      }
    text = (stops.map(\.text) + [level]).joined(separator: " → ")
    timed = "\(text) after \(words.clock(end.at))"
  }
}
