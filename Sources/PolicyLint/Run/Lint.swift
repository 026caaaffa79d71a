import PolicyGraph

public import PolicyLanguage

/// Runs the rules over policies.
public enum Lint {
  /// What all rules find in a policy, less what the policy allows; by file, by place, by rule.
  ///
  /// - Parameters:
  ///   - policy: a policy that compiled.
  ///   - today: the day that allowances are held against; nil: none has expired.
  public static func findings(in policy: CheckedPolicy, today: CivilDate?) -> [Diagnostic] {
    var linted = Linted(policy, today: today)
    var found: [Diagnostic] = []
    for isAboutAllowances in [false, true] {
      for rule in LintRule.all where rule.isAboutAllowances == isAboutAllowances {
        for finding in rule.check(linted) where !linted.allows(rule.id, finding) {
          found.append(finding.diagnostic(rule, policy))
        }
      }
    }
    found.sort { $0.precedes($1) }
    return found.reduce(into: []) { unique, finding in
      if unique.last?.precedes(finding) ?? true { unique.append(finding) }
    }
  }

  /// The report of a compilation with what the rules find, if it compiled; as many findings as may
  /// be shown.
  public static func report(on compilation: Compilation, today: CivilDate?) -> Report {
    var report = compilation.report
    guard let policy = compilation.policy else { return report }
    let found = findings(in: policy, today: today)
    report.diagnostics += found
    report.masked += found.filter { LintRule.ofSecrets.contains($0.code.id) }.map {
      Report.Masked(file: $0.file, range: $0.range)
    }
    let surplus = report.diagnostics.count - Limits.diagnosticsMax
    if surplus > 0 {
      report.diagnostics.removeLast(surplus)
      report.omitted += surplus
    }
    return report
  }
}

extension Linted {
  /// Whether the policy allows a finding; the `allow` that does is noted as used.
  ///
  /// The one nearest to the finding is taken, so that one in the file does not hide that another in
  /// the block is of use.
  mutating func allows(_ rule: String, _ finding: Finding) -> Bool {
    let homes = [finding.place] + (finding.subject.flatMap(whole).map { [$0] } ?? [])
    var best: Int?
    for index in allowances.indices where allowances[index].allowance.rule == rule {
      let allowance = allowances[index].allowance
      guard !isExpired(allowance), homes.contains(where: { covers(allowance, $0) }) else {
        continue
      }
      if best == nil || allowance.block != nil { best = index }
    }
    guard let best else { return false }
    allowances[best].isUsed = true
    return true
  }

  /// Whether the last day of an `allow` has passed.
  func isExpired(_ allowance: Allowance) -> Bool {
    guard let until = allowance.until, let today else { return false }
    return until < today
  }

  private func covers(_ allowance: Allowance, _ place: Place) -> Bool {
    guard allowance.place.file == place.file else { return false }
    guard let block = allowance.block else { return true }
    return block.range.start <= place.range.start && place.range.end <= block.range.end
  }

  /// A declaration with its block.
  private func whole(_ declared: Declared) -> Place? {
    guard let found = policy.node(of: declared) else { return nil }
    let tree = policy.files[Int(found.file.raw)]
    return Place(file: found.file, range: tree.range(found.node))
  }
}

extension Diagnostic {
  /// By file, place, rule and message; two that precede neither one another are the same.
  fileprivate func precedes(_ other: Diagnostic) -> Bool {
    if file != other.file { return file < other.file }
    if range != other.range {
      return (range.start, range.end) < (other.range.start, other.range.end)
    }
    return (code.id, message) < (other.code.id, other.message)
  }
}
