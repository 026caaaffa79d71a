import PolicyGraph
import PolicyLanguage

/// A policy or an artifact that was named, as a graph.
struct LoadedPolicy {
  /// The graph, as its artifact would hold it.
  let graph: FailoverGraph
  /// What was named.
  let path: Path
  /// The folder that the names of its sources are relative to; nil for an artifact, which has none.
  let root: Path?

  /// The folder that no file may lie outside of which the policy names: its root; an artifact has
  /// none, and is held to the folder that it lies in.
  var folder: Path { root ?? path.folder }

  /// The name below `folder` of the source of a declaration, which other files are relative to.
  func source(_ origin: Origin) -> String {
    root == nil ? "" : graph.text(graph.sources[origin.file].name)
  }

  /// How it is called in messages and reports.
  var name: String { path == .standard ? Input.standardInputName.shown : path.shown }

  /// `chat.policy:12`, the place of something that is declared there.
  func place(_ origin: Origin) -> String {
    let source = graph.text(graph.sources[origin.file].name)
    return "\(root?.appending(Path(source)).shown ?? source):\(origin.line)"
  }
}

extension Session {
  /// The policy or the artifact of a name, told by its first bytes; nil after a complaint.
  mutating func load(
    _ operand: Path, _ arguments: Arguments, _ settings: [Setting]
  ) throws(UsageError) -> LoadedPolicy? {
    guard let input = try input(operand, arguments) else { return nil }
    guard ForeignFile(input.bytes) == .artifact || operand.hasSuffix(".policyc") else {
      let compilation = build(input, settings, isSwept: arguments.has(.sweep))
      guard let graph = compilation?.sealed() else { return nil }
      let path = input.isFile ? input.path : Path.standard
      return LoadedPolicy(graph: graph, path: path, root: input.root)
    }
    if !settings.isEmpty {
      let option = arguments.has(.set) ? OptionName.set : .sweep
      throw .operands(
        "an artifact is compiled: `\(option.rawValue)` needs the policy itself",
        arguments.command ?? .trace)
    }
    if input.isFile { sources.append(operand) }
    do throws(ArtifactError) {
      return LoadedPolicy(
        graph: try FailoverGraph(artifact: input.bytes), path: operand, root: nil)
    } catch {
      complain("cannot use `\(operand.shown)`: \(error.description)")
      return nil
    }
  }

  /// The one file that a command names, read; nil after a complaint.
  mutating func input(_ operand: Path, _ arguments: Arguments) throws(UsageError) -> Input? {
    var inputs = Inputs([operand], root: arguments.value(.root))
    if inputs.count > 1 {
      throw .operands(
        "`\(operand.shown)` holds \(inputs.count) policies, and one is wanted",
        arguments.command ?? .graph)
    }
    var found: Input?
    inputs.forEach { found = $0 }
    for problem in inputs.problems { complain(problem) }
    return found
  }
}
