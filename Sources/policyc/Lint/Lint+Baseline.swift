import PolicyLanguage
import PolicySimulator

/// The file of a baseline, and what stands in it.
struct BaselineFile {
  let path: Path
  /// Empty if the file is only to be written.
  var baseline = Baseline()
}

extension Session {
  /// Reads the file of `--baseline`; nil without one, or if it is of no use, which is then said.
  mutating func baseline(_ arguments: Arguments) throws(UsageError) -> BaselineFile? {
    let writes = arguments.has(.writeBaseline)
    guard let path = arguments.value(.baseline) else {
      if writes {
        throw .operands("`--write-baseline` needs `--baseline FILE`, to write to", .lint)
      }
      return nil
    }
    if path == .standard { throw .operands("a baseline is a file, not `-`", .lint) }
    if writes, arguments.has(.fix) {
      throw .operands("`--fix` and `--write-baseline` are two runs: fix first", .lint)
    }
    if writes { return BaselineFile(path: path) }
    switch FileReader.read(path, atMost: Baseline.bytesMax) {
    case .failure(.missing):
      complain(
        "there is no baseline `\(path.shown)`; `--write-baseline` beside `--baseline` begins one")
    case .failure(.tooLarge): complain("`\(path.shown)` is too large for a baseline")
    case .failure(let failure): complain("cannot read `\(path.shown)`: \(failure.reason)")
    case .success(let bytes):
      do throws(ReportError) {
        return BaselineFile(path: path, baseline: try Baseline(json: bytes))
      } catch {
        let place = error.line > 0 ? ":\(error.line):\(error.column)" : ""
        complain("\(path.shown)\(place): this is no baseline: \(error.message)")
      }
    }
    return nil
  }

  /// What was found, less what the baseline knows.
  mutating func subtract(
    _ file: BaselineFile?, from findings: Findings, limit: Int?
  ) -> Report {
    guard let file else { return findings.report(limit: limit) }
    var report = findings.report()
    let stale = file.baseline.subtract(from: &report)
    if stale > 0 {
      say(
        "note: \(stale) \(stale == 1 ? "entry" : "entries") of `\(file.path.shown)` "
          + "\(stale == 1 ? "matches" : "match") nothing any more; "
          + "run with `--write-baseline` to write it anew")
    }
    let surplus = limit.map { max(0, report.diagnostics.count - $0) } ?? 0
    report.diagnostics.removeLast(surplus)
    report.omitted += surplus
    return report
  }

  /// Writes what the rules found; what the compiler found is shown, and then nothing is written.
  mutating func write(_ file: BaselineFile?, _ findings: Findings, in format: Render.Format) {
    guard let file else { return }
    var report = findings.report()
    if findings.hasErrors {
      report.diagnostics.removeAll { $0.severity != .error }
      complain(
        "a policy with errors has no baseline: `\(file.path.shown)` is not written", .findings)
      return show(report, in: format)
    }
    // A file that could not be read would be forgotten.
    let baseline = Baseline(report)
    let json = baseline.json()
    guard outcome == .clean, mayWrite(json, to: file.path) else { return }
    do throws(SystemError) {
      try FileWriter.write(json, to: file.path)
      let count = baseline.total
      say("\(count) \(count == 1 ? "finding" : "findings") written to `\(file.path.shown)`")
    } catch {
      complain("cannot write `\(file.path.shown)`: \(error.reason)")
    }
  }
}
