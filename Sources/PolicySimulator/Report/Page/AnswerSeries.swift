/// Who answered how many requests in each bin: one layer of the picture of answers.
///
/// The layers of a bin add up to its requests. An endpoint that a ladder step asks has its answers
/// counted there too; they are shown once, as the step's.
struct AnswerSeries {
  /// What kind of answer it is.
  enum Level { case full, degraded, failed }

  /// What kind of answer it is.
  let level: Level
  /// Whose: an endpoint's name, or a step's; empty for failures and what nobody is named for.
  let name: String
  /// How many in each bin.
  var counts: [Int]

  /// The sum over all bins.
  var total: Int { counts.reduce(0, +) }

  /// A count as a report may hold it, within what can be added up.
  static func bounded(_ count: Int) -> Int { min(max(count, 0), 1_000_000_000) }

  /// All layers from the bottom to the top, as they are named; those without a name only if needed.
  static func all(of report: ScenarioReport) -> [AnswerSeries] {
    guard let bins = report.timeline?.bins else { return [] }
    let below = LadderOnly(report)
    var full: [AnswerSeries] = []
    for (place, endpoint) in report.endpoints.enumerated() {
      let counts = bins.map {
        place < $0.endpoints.count ? bounded($0.endpoints[place].answers) : 0
      }
      if below.holds(endpoint.name) { continue }
      full.append(AnswerSeries(level: .full, name: endpoint.name, counts: counts))
    }
    level(&full, to: bins.map { bounded($0.full) }, as: .full)
    var degraded = report.steps.enumerated().map { place, step in
      AnswerSeries(
        level: .degraded, name: step,
        counts: bins.map { place < $0.steps.count ? bounded($0.steps[place]) : 0 })
    }
    level(&degraded, to: bins.map { bounded($0.degraded) }, as: .degraded)
    let failed = AnswerSeries(level: .failed, name: "", counts: bins.map { bounded($0.failed) })
    return full + degraded + [failed]
  }

  /// Makes the layers of each bin add up to `wanted`: what is too much goes from the last ones,
  /// what is missing is shown without a name.
  private static func level(_ all: inout [AnswerSeries], to wanted: [Int], as level: Level) {
    var rest = AnswerSeries(level: level, name: "", counts: wanted.map { _ in 0 })
    for i in wanted.indices {
      var excess = all.reduce(0) { $0 + $1.counts[i] } - wanted[i]
      if excess < 0 { rest.counts[i] = -excess }
      for place in all.indices.reversed() where excess > 0 {
        let cut = min(excess, all[place].counts[i])
        all[place].counts[i] -= cut
        excess -= cut
      }
    }
    if rest.total > 0 { all.append(rest) }
  }
}

/// Which endpoints no route asks but by a step of its ladder.
struct LadderOnly {
  private var names: Set<String> = []

  /// Goes through the picture of the routes, first by groups only, then by steps too.
  init(_ report: ScenarioReport) {
    let nodes = report.topology
    var direct = Set<Int>()
    var open = nodes.indices.filter { nodes[$0].kind == .route }
    while let place = open.popLast() {
      for child in nodes[place].children where nodes.indices.contains(child) {
        if nodes[child].kind != .step, direct.insert(child).inserted { open.append(child) }
      }
    }
    var asked = Set<Int>()
    open = nodes.indices.filter { nodes[$0].kind == .step }
    while let place = open.popLast() {
      for child in nodes[place].children where nodes.indices.contains(child) {
        if asked.insert(child).inserted { open.append(child) }
      }
    }
    for place in nodes.indices where nodes[place].kind == .endpoint {
      if asked.contains(place), !direct.contains(place) { names.insert(nodes[place].name) }
    }
    for place in nodes.indices where direct.contains(place) { names.remove(nodes[place].name) }
  }

  /// Whether `endpoint` is one of them.
  func holds(_ endpoint: String) -> Bool { names.contains(endpoint) }
}
