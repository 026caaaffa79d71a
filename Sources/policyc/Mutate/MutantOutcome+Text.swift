import PolicyLanguage
import PolicySimulator

extension TestPage {
  /// Who noticed which change: first those that nobody noticed.
  mutating func write(_ mutants: [MutantOutcome]) {
    let noticed = mutants.count { $0.isNoticed }
    let share = mutants.isEmpty ? 1 : Double(noticed) / Double(mutants.count)
    line(
      "  ",
      "mutation: \(noticed) of \(TestWords.count(mutants.count, "change")) noticed, "
        + TestWords.value(share, .share), .plain)
    for outcome in mutants where !outcome.isNoticed { write(outcome, "unnoticed ", .bad) }
    for outcome in mutants {
      switch outcome.verdict {
      case .unnoticed: continue
      case .expectation(let scenario, let text, let place):
        write(outcome, "noticed   ", .plain)
        line("                ", "by \(scenario), line \(place): expect \(text)", .dim)
      case .guarantee(let route, let text, let place):
        write(outcome, "noticed   ", .plain)
        line("                ", "by guarantee \(route), line \(place): \(text)", .dim)
      case .refused(let code, let message):
        write(outcome, "refused   ", .plain)
        line(
          "                ", "by the compiler\(code.map { " (\($0))" } ?? ""): \(message)", .dim)
      }
    }
  }

  private mutating func write(_ outcome: MutantOutcome, _ verdict: String, _ style: Style) {
    line(
      "    \(verdict)", "\(outcome.file):\(outcome.mutant.line): \(outcome.mutant.title)", style)
  }
}
