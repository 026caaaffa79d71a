/// Who answered how many requests in each bin: one layer of the picture of answers.
///
/// The layers of a bin add up to its requests, whatever a report that was read from a file says.
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
    var full: [AnswerSeries] = []
    for (place, endpoint) in report.endpoints.enumerated() {
      let counts = bins.map {
        place < $0.endpoints.count ? bounded($0.endpoints[place].answers) : 0
      }
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
