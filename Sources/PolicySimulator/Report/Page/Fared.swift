/// How an expectation fared over the runs.
struct Fared {
  /// In how many runs it held.
  let held: Int
  /// In how many nothing put it to the test.
  let vacuous: Int
  /// How many runs there are.
  let count: Int
  /// Whether it held in as many as it must.
  let isKept: Bool
  /// What was observed.
  let observed: [Double?]
  /// In which runs it held, of those in `observed`.
  let heldIn: [Bool]

  /// How expectation `place` fared.
  init(_ report: ScenarioReport, _ place: Int) {
    let verdicts = report.runs.compactMap {
      place < $0.expectations.count ? $0.expectations[place] : nil
    }
    held = verdicts.count { $0.held }
    vacuous = verdicts.count { $0.vacuous }
    count = verdicts.count
    let wanted = report.expectations[place].inRuns
    isKept = count > 0 && Double(held) + 1e-9 >= wanted * Double(count)
    observed = verdicts.map(\.observed)
    heldIn = verdicts.map(\.held)
  }

  /// In one word.
  var word: Markup {
    if count == 0 { return "not run" }
    if isKept { return "held" }
    return vacuous > 0 && held + vacuous == count ? "vacuous" : "failed"
  }

  /// Its mark, a class of the style sheet.
  var mark: Markup { count == 0 ? "open-end" : isKept ? "ok" : "no" }
}

extension ScenarioReport {
  /// How every expectation fared.
  var fared: [Fared] { expectations.indices.map { Fared(self, $0) } }
}
