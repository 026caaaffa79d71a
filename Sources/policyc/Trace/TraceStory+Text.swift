import PolicyGraph
import PolicyRuntime
import PolicyVerifier

extension TraceStory {
  /// The story for a person who wants to know why the request went where it went.
  func text(color: Bool, width: Int) -> [UInt8] {
    var page = TextPage(width: min(width, 120), color: color)
    let words = TraceWords(graph: graph, route: route)
    header(&page)
    let margin = steps.reduce(0) { max($0, words.clock($1.at).count) } + 2
    for step in steps {
      page.end()
      let time = words.clock(step.at)
      let lead = String(repeating: " ", count: margin - time.count) + time + "  "
      page.row(beside: lead, words.event(step), .strong)
      let indent = String(repeating: " ", count: margin + 2)
      for id in step.opened {
        page.row(beside: indent + "- ", words.opened(id), .dim)
      }
      if step.refusals > 0 {
        let times = step.refusals == 1 ? "once" : "\(step.refusals) times"
        page.row(
          beside: indent + "- ", "others were refused there \(times): each doubled its pause", .dim)
      }
      for (text, reason) in lines(step, words) {
        page.row(beside: indent + "- ", "\(text): \(reason.clause)", .dim, code: reason.code)
      }
      if step.action.isEnd { continue }
      let pause = step.pause
      let reason = pause?.reason ?? step.action.reason
      let text =
        pause.map { words.pause($0, until: step.action.wakeAt) } ?? words.action(step.action)
      page.row(
        beside: indent + "→ ", reason == .none ? text : "\(text): \(reason.clause)", .plain,
        code: reason == .none ? "" : reason.code)
    }
    page.end()
    ending(&page, words)
    return page.bytes
  }

  /// The notes of a step in words, but for those that its action says again.
  ///
  /// Endpoints passed over for the same reason share a line.
  private func lines(_ step: StoryStep, _ words: TraceWords) -> [(text: String, reason: Reason)] {
    var lines: [(text: String, reason: Reason)] = []
    var passedOver: [ID<Endpoint>] = []
    for (i, decision) in step.decisions.enumerated() {
      guard decision.kind == .candidate, decision.reason.passesOver,
        let endpoint = decision.endpoint
      else {
        if step.says(decision) { continue }
        if let text = words.text(decision) { lines.append((text, decision.reason)) }
        continue
      }
      // That others are the cause was said already.
      if decision.reason != .isolated || !step.opened.contains(endpoint) {
        passedOver.append(endpoint)
      }
      let next = i + 1 < step.decisions.count ? step.decisions[i + 1] : nil
      if next?.kind == .candidate, next?.reason == decision.reason { continue }
      if passedOver.isEmpty { continue }
      let names = passedOver.map { words.name($0) }.joined(separator: ", ")
      lines.append(("\(names) skipped", decision.reason))
      passedOver = []
    }
    return lines
  }

  private func header(_ page: inout TextPage) {
    let row = graph.routes[route]
    let reserve = row.ladder.map { graph.ladders[$0].reserve } ?? .zero
    var facts = "\(graph.text(row.name)): \(row.effect.word), deadline \(row.deadline.spelling)"
    if reserve > .zero { facts += ", main path until \((row.deadline - reserve).seconds)s" }
    let attempts = row.retry.map { Int(graph.retries[$0].attempts) } ?? 1
    facts += ", at most \(attempts) attempt\(attempts == 1 ? "" : "s")"
    switch world {
    case .given(let given, let seed):
      page.row(beside: "", "\(facts), seed \(seed)", .strong)
      let texts = given.texts.isEmpty ? "nothing" : given.texts.joined(separator: ", ")
      page.row(beside: "", "given \(texts); endpoints not named answer in their p50", .dim)
      let isReconciled = given.texts.contains { $0.hasPrefix("reconcile") }
      if !isReconciled, graph.rules.rows.contains(where: \.reconcile) {
        page.row(
          beside: "", "reconcile is not named: it finds out nothing (reconcile=unknown)", .dim)
      }
    case .simulated(let request):
      page.row(beside: "", request.heading, .strong)
      page.row(beside: "", facts, .dim)
    case .explored(let request):
      page.row(beside: "", facts, .strong)
      for line in request.lines(graph) { page.row(beside: "", line, .dim) }
    }
  }

  private func ending(_ page: inout TextPage, _ words: TraceWords) {
    guard let end else { return }
    let action = end.action
    guard action.isEnd else {
      return page.row(beside: "", "not over yet when the simulation ended", .dim)
    }
    let who: String
    switch level {
    case .full: who = "\(words.name(action.endpoint)) answered in full"
    case .degraded:
      let step = action.step.map { words.name($0) } ?? ""
      who =
        source == nil
        ? "degraded: step `\(step)` answered"
        : "degraded: \(words.name(action.endpoint)) answered for step `\(step)`"
    case .failed: who = "failed"
    }
    page.row(
      beside: "",
      "\(who) after \(words.clock(end.at)), with \(attempts) attempt\(attempts == 1 ? "" : "s"), "
        + "executed: \(action.executed.word); \(action.reason.clause)",
      level == .failed ? .bad : .good, code: action.reason.code)
    guard case .given(let given, _) = world else { return }
    let idle = graph.endpoints.ids.filter {
      !given.endpoints[$0.index].isEmpty && asked[$0.index] == 0
    }
    if !idle.isEmpty {
      page.row(
        beside: "", "never asked: \(idle.map { words.name($0) }.joined(separator: ", "))", .dim)
    }
  }
}

extension TraceStory {
  /// How well a request was served.
  enum Level: String {
    case full, degraded, failed
  }

  /// How well the request was served.
  var level: Level {
    guard let action = end?.action, action.kind == .answer else { return .failed }
    return action.step == nil ? .full : .degraded
  }

  /// The endpoint whose answer it was; nil if it was none's.
  var source: ID<Endpoint>? {
    guard let action = end?.action, action.kind == .answer else { return nil }
    // What landed was answered by the endpoint that was asked first, without an attempt at hand.
    return action.attempt != .none || action.reason == .landed ? action.endpoint : nil
  }
}
