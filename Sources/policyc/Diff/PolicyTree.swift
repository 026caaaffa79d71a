import PolicyGraph
import PolicyLanguage
import PolicyRuntime

/// The policies below a folder that have routes, compiled, with what they import.
struct PolicyTree {
  /// One policy with its imports.
  struct Program {
    /// Below the folder.
    let path: String
    let plan: Plan
  }

  let folder: Path
  var programs: [Program] = []

  /// The folder as it was named.
  var name: String { folder.shown }

  /// A policy's path, as it is opened.
  func path(of program: Program) -> String { folder.appending(Path(program.path)).shown }
}

extension Session {
  /// The policies below a folder, which is the root of all of them; nil after complaints.
  ///
  /// A file that another one imports is looked at as a part of that one: by itself it need not
  /// compile.
  mutating func tree(_ folder: Path, _ settings: [Setting]) -> PolicyTree? {
    var tree = PolicyTree(folder: folder.trimmed)
    let walk = PolicyWalk(tree.folder)
    // All policies of the other folder are then new, or gone.
    if walk.policies.isEmpty, walk.failures.isEmpty { return tree }
    var inputs = Inputs([folder], root: nil)
    var built: [(input: Input, built: Built)] = []
    inputs.forEach { built.append(($0, Built($0, settings))) }
    let imported = Set(
      built.flatMap { $0.built.read.filter { [own = $0.input.name] in $0 != own } })
    var findings = Findings()
    for (input, built) in built {
      if let graph = built.compilation.sealed() {
        guard graph.routes.count > 0 else { continue }
        tree.programs.append(PolicyTree.Program(path: input.name, plan: Plan(graph)))
      } else if !imported.contains(input.name) {
        findings.add(built.compilation.report, root: input.root, read: built.read)
        end(.findings)
      }
    }
    for problem in inputs.problems { complain(problem) }
    showText(findings.report(limit: Limits.diagnosticsMax))
    return outcome == .clean ? tree : nil
  }
}
