import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicyVerifier

extension Session {
  /// `policyc diff`: what changes in behaviour between two versions.
  mutating func diff(_ arguments: Arguments) throws(UsageError) {
    guard arguments.operands.count == 2 else {
      throw .operands("`policyc diff` needs two versions, OLD and NEW", .diff)
    }
    if arguments.operands.allSatisfy({ $0 == .standard }) {
      throw .operands("only one of the two versions can come from standard input", .diff)
    }
    let settings = try arguments.settings()
    // Both are loaded, so that whatever is wrong with either is shown.
    var sides: [(policy: LoadedPolicy, plan: Plan)] = []
    for operand in arguments.operands {
      suggestFile(operand)
      if let policy = try load(operand, arguments, settings), let plan = plan(policy) {
        sides.append((policy, plan))
      }
    }
    guard sides.count == 2 else { return }
    let (old, new) = (sides[0], sides[1])
    let report = DiffReport(
      PolicyDiff(from: old.plan, to: new.plan), old.plan, new.plan,
      names: (old.policy.name, new.policy.name))
    switch arguments.value(.format)?.shown {
    case "json": out += report.json()
    case "github": out += report.markdown()
    case _:
      let color = TerminalKind.wantsColor(arguments.value(.color)?.shown, on: 1)
      out += report.text(color: color, width: TerminalKind.width)
    }
    let denied = arguments.value(.deny)?.shown
    if report.changes.contains(where: { isDenied($0.change.severity, denied) }) { end(.findings) }
  }

  private mutating func plan(_ policy: LoadedPolicy) -> Plan? {
    do throws(PlanError) {
      return try Plan(policy.graph)
    } catch {
      complain("`\(policy.name)` cannot be run: \(error.description)")
      return nil
    }
  }

  /// A shell's `<(…)` is no regular file, and has no folder that imports could come from.
  private mutating func suggestFile(_ operand: Path) {
    guard operand.shown.hasPrefix("/dev/fd/") || operand.shown.hasPrefix("/proc/self/fd/") else {
      return
    }
    say(
      "a pipe has no folder to import from: use `-`, as in `git show main:a.policy | policyc diff - a.policy`"
    )
  }

  private func isDenied(_ severity: ChangeSeverity, _ denied: String?) -> Bool {
    switch severity {
    case .note: false
    case .warning: denied == "warning"
    case .danger: denied != nil
    }
  }
}
