import PolicyLanguage

extension Session {
  /// How often the fixes of one program are taken: a fix may bring out another.
  private static var roundsMax: Int { 10 }

  /// Takes the fixes of a program until none is left, and gives what remains to be found; nil if
  /// nothing was fixed.
  mutating func fix(
    _ input: Input, _ first: Built, _ settings: [Setting], _ denials: Denials, today: CivilDate?
  ) -> Built? {
    var input = input
    var built = first
    var changed = false
    for _ in 0..<Session.roundsMax {
      let report = LintedReport(built.compilation, of: input, denials, today: today).alone
      let fixes = Fixes(report) { file in
        let name = report.files[Int(file.raw)].name
        return name.hasSuffix(".policy") && built.read.contains(name)
      }
      if fixes.files.isEmpty { break }
      for file in fixes.files {
        let path = Path(report.files[Int(file.id.raw)].name)
        guard rewrite(path, of: input, file.bytes) else { return changed ? built : nil }
        if path == input.main { input = input.with(file.bytes) }
      }
      for applied in fixes.applied {
        let file = report.files[Int(applied.file.raw)]
        let place = LineMap(file).position(at: Int(applied.range.start), in: file)
        let name = input.root.appending(Path(file.name)).shown
        say("\(name):\(place.line):\(place.column): fixed: \(applied.title)")
      }
      changed = true
      built = Built(input, settings)
    }
    return changed ? built : nil
  }

  private mutating func rewrite(_ path: Path, of input: Input, _ bytes: [UInt8]) -> Bool {
    let full = input.root.appending(path)
    do throws(SystemError) {
      try FileWriter.write(bytes, to: full)
      return true
    } catch {
      complain("cannot write `\(full.shown)`: \(error.reason)")
      return false
    }
  }
}
