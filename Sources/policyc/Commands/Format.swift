import PolicyGraph

import PolicyLanguage

extension Session {
  /// `policyc fmt`: the canonical layout.
  mutating func format(_ arguments: Arguments) throws(UsageError) {
    let operands = try arguments.several("the policies to lay out; `.` means all below this folder")
    let (checks, compares) = (arguments.has(.check), arguments.has(.diff))
    if arguments.has(.stdout), checks || compares {
      throw .operands("`--stdout` goes with neither `--check` nor `--diff`", .fmt)
    }
    if !checks, !compares, !arguments.has(.stdout) {
      try refuseOthers(operands, "`fmt` rewrites", .fmt)
    }
    var inputs = Inputs(operands, root: nil)
    var findings = Findings()
    inputs.forEach { input in
      let file = SourceFile(name: input.name, bytes: input.bytes)
      let formatted = PolicyLanguage.format(file)
      guard let text = formatted.text else {
        findings.add(formatted.report, root: input.root, read: [input.name])
        return end(.findings)
      }
      if checks || compares {
        if text == input.bytes { return }
        if compares { out += UnifiedDiff.of(input.bytes, text, name: input.path.shown) }
        if checks {
          end(.findings)
          if !compares { show(name: input.path) }
        }
      } else if arguments.has(.stdout) || !input.isFile {
        out += text
      } else if text != input.bytes {
        rewrite(input.path, text)
      }
    }
    for problem in inputs.problems { complain(problem) }
    showText(findings.report(limit: Limits.diagnosticsMax))
  }

  /// Refuses to rewrite a file that is not named like a policy: whatever it is, somebody else
  /// reads it.
  func refuseOthers(
    _ operands: [Path], _ what: String, _ command: Command
  ) throws(UsageError) {
    let other = operands.first {
      $0 != .standard && !$0.hasSuffix(".policy") && !Inputs.isFolder($0)
    }
    guard let other else { return }
    throw .operands("\(what) `*.policy` only, and `\(other.shown)` is called otherwise", command)
  }

  private mutating func rewrite(_ path: Path, _ text: [UInt8]) {
    do throws(SystemError) {
      try FileWriter.write(text, to: path)
    } catch {
      complain("cannot write `\(path.shown)`: \(error.reason)")
    }
  }

  private mutating func show(name: Path) {
    SafeText.append(name.bytes, to: &out)
    out.append(UInt8(ascii: "\n"))
  }
}
