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
    let folders = arguments.operands.filter { $0 != .standard && Inputs.isFolder($0) }
    if folders.count == 2 {
      if arguments.has(.root) {
        throw .operands("each of two folders is its own root: leave `--root` out", .diff)
      }
      return diffTrees(folders[0], folders[1], settings, arguments)
    }
    if let folder = folders.first,
      let missing = arguments.operands.first(where: { $0 != .standard && !Inputs.exists($0) })
    {
      return complain(
        "`\(missing.shown)` does not exist: it cannot be compared with the folder `\(folder.shown)`"
      )
    }
    if let folder = folders.first {
      throw .operands(
        "`\(folder.shown)` is a folder: compare two folders, or two files", .diff)
    }
    // Both are loaded, so that whatever is wrong with either is shown.
    var sides: [(policy: LoadedPolicy, plan: Plan)] = []
    for operand in arguments.operands {
      suggestFile(operand)
      if let policy = try load(operand, arguments, settings) {
        sides.append((policy, Plan(policy.graph)))
      }
    }
    guard sides.count == 2 else { return }
    let (old, new) = (sides[0], sides[1])
    if old.plan.graph.routes.count == 0, new.plan.graph.routes.count == 0 {
      say(
        "note: neither `\(old.policy.name)` nor `\(new.policy.name)` has a route: nothing was "
          + "compared; name the policies that import them, or two folders")
    }
    let report = DiffReport(old.plan, new.plan, names: (old.policy.name, new.policy.name))
    show(arguments, report.json, markdown: report.markdown) { report.text(color: $0, width: $1) }
    deny(arguments, report.count)
  }

  /// Two folders: every policy of both, whatever it imports.
  private mutating func diffTrees(
    _ old: Path, _ new: Path, _ settings: [Setting], _ arguments: Arguments
  ) {
    let trees = (tree(old, settings), tree(new, settings))
    guard let before = trees.0, let after = trees.1 else { return }
    if before.programs.isEmpty, after.programs.isEmpty {
      say("note: no policy of either folder has a route: nothing was compared")
    }
    let report = TreeReport(before, after)
    show(
      arguments, report.json, markdown: { report.entries.isEmpty ? [] : report.markdown() }
    ) { report.text(color: $0, width: $1) }
    deny(arguments, report.count)
  }

  /// Ends with findings if there is a change that `--deny` names.
  private mutating func deny(_ arguments: Arguments, _ count: (ChangeSeverity) -> Int) {
    guard let denied = arguments.value(.deny)?.shown else { return }
    if count(.danger) > 0 || denied == "warning" && count(.warning) > 0 { end(.findings) }
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
}
