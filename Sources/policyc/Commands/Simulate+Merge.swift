import PolicyLanguage
import PolicySimulator

extension Session {
  /// The largest part that is read, in bytes: a million runs with a few routes.
  private static let partMax = 4 << 30

  /// `policyc simulate --merge`: parts laid together.
  mutating func merge(_ arguments: Arguments) throws(UsageError) {
    let others: [OptionName] = [
      .scenario, .seed, .runs, .jobs, .against, .sweep, .stories, .shard, .set, .root,
    ]
    for name in others where arguments.has(name) {
      throw .operands(
        "`--merge` simulates nothing: `\(name.rawValue)` has no place beside it", .simulate)
    }
    let operands = try arguments.several("the JSON of the parts to merge")
    for operand in operands where operand.hasSuffix(".policy") || operand.hasSuffix(".policyc") {
      throw .operands(
        "`--merge` takes the JSON of parts, and `\(operand.shown)` is a policy", .simulate)
    }
    let page = try arguments.page()
    var parts: [(name: String, report: SimulationReport)] = []
    for operand in operands {
      let name = operand == .standard ? Input.standardInputName.shown : operand.shown
      if let report = read(operand, name) { parts.append((name, report)) }
    }
    guard parts.count == operands.count else { return }
    do throws(ReportError) {
      deliver(
        try SimulationReport.merged(parts), as: arguments.format, page: page, arguments)
    } catch {
      complain("cannot merge: \(error.description)")
    }
  }

  /// The part in a file; nil after a complaint.
  private mutating func read(_ path: Path, _ name: String) -> SimulationReport? {
    sources.append(path)
    let result =
      path == .standard
      ? FileReader.standardInput(atMost: Session.partMax)
      : FileReader.read(path, atMost: Session.partMax)
    switch result {
    case .failure(.tooLarge(bytes: let bytes)):
      complain(
        "cannot read `\(name)`: of its \(bytes) bytes, more than "
          + "\(Session.partMax >> 30) GiB cannot be held")
    case .failure(let failure): complain("cannot read `\(name)`: \(failure.reason)")
    case .success(let bytes):
      do throws(ReportError) {
        return try SimulationReport(json: bytes)
      } catch {
        complain("cannot use `\(name)`: \(error.description)")
      }
    }
    return nil
  }
}
