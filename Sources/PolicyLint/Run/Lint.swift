import PolicyGraph
public import PolicyLanguage

/// Runs the rules over policies.
public enum Lint {
  /// What came of a run.
  public struct Result: Sendable {
    /// What was found, by file, by place, by rule.
    public internal(set) var findings: [Diagnostic] = []
    /// Every `allow` that silenced something.
    public internal(set) var used: [Used] = []

    /// What looks like a secret: no renderer shows these bytes.
    public var masked: [Report.Masked] {
      findings.filter { LintRule.ofSecrets.contains($0.code.id) }.map {
        Report.Masked(file: $0.file, range: $0.range)
      }
    }
  }

  /// An `allow` that silenced something.
  public struct Used: Hashable, Sendable {
    /// The file it stands in.
    public let file: FileID
    /// The statement.
    public let range: SourceRange

    /// The `allow` at `range` of `file`.
    public init(file: FileID, range: SourceRange) {
      self.file = file
      self.range = range
    }
  }

  /// What all rules find in a policy, less what the policy allows.
  ///
  /// An `allow` in an imported file counts as unused here even if another program needs it; whoever
  /// looks at several programs has to ask all of them.
  ///
  /// - Parameters:
  ///   - policy: a policy that compiled.
  ///   - today: the day that allowances are held against; nil: none has expired.
  ///   - requestFiles: what is wrong with the file of requests that each stream of traffic names,
  ///     in the order of the graph; empty from whoever reads no files.
  public static func run(
    _ policy: CheckedPolicy, today: CivilDate?, requestFiles: [[String]] = []
  ) -> Result {
    var linted = LintedPolicy(policy, today: today)
    linted.requestFiles = requestFiles
    var result = Result()
    for isAboutAllowances in [false, true] {
      for rule in LintRule.all where rule.isAboutAllowances == isAboutAllowances {
        for finding in rule.check(linted)
        where !policy.isBuiltin(finding.place.file) && !linted.allows(rule.id, finding) {
          result.findings.append(finding.diagnostic(rule, policy))
        }
      }
    }
    result.findings.sort { $0.precedes($1) }
    result.findings = result.findings.reduce(into: []) { unique, finding in
      if unique.last.map({ !$0.isSame(as: finding) }) ?? true { unique.append(finding) }
    }
    result.used = linted.allowances.filter(\.isUsed).map {
      Used(file: $0.allowance.place.file, range: $0.allowance.place.range)
    }
    return result
  }

  /// What all rules find in one program: an `allow` in an imported file may be for other programs,
  /// and is not called unused.
  public static func findings(in policy: CheckedPolicy, today: CivilDate?) -> [Diagnostic] {
    run(policy, today: today).findings.filter { $0.file == FileID(0) || !isUnused($0) }
  }

  /// Whether a finding says of an `allow` that nothing needs it.
  public static func isUnused(_ finding: Diagnostic) -> Bool {
    finding.code.id == LintRule.unusedAllowance.id
  }
}

extension LintedPolicy {
  /// Whether the policy allows a finding; the `allow` that does is noted as used.
  ///
  /// The one nearest to the finding is taken, so that one in the file does not hide that another in
  /// the block is of use.
  mutating func allows(_ rule: String, _ finding: Finding) -> Bool {
    guard allowances.contains(where: { $0.allowance.rule == rule }) else { return false }
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
    let tree = policy.tree(found.file)
    return Place(file: found.file, range: tree.range(found.node))
  }
}

extension Diagnostic {
  /// By file, place, rule and message.
  fileprivate func precedes(_ other: Diagnostic) -> Bool {
    if file != other.file { return file < other.file }
    if range != other.range {
      return (range.start, range.end) < (other.range.start, other.range.end)
    }
    return (code.id, message) < (other.code.id, other.message)
  }

  /// Whether another finding says the same of the same place, be it of another route.
  fileprivate func isSame(as other: Diagnostic) -> Bool {
    file == other.file && range == other.range && code.id == other.code.id
  }
}
