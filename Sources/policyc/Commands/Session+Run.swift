extension Session {
  /// Does what a command line asks for.
  mutating func run(_ arguments: Arguments) throws(UsageError) {
    if arguments.has(.help) { return put(Help.page(arguments.command)) }
    if arguments.has(.version) { return put("policyc \(Version.tool)\n") }
    switch arguments.command {
    case .lint: try lint(arguments)
    case .fmt: try format(arguments)
    case .graph: try graph(arguments)
    case .simulate: try simulate(arguments)
    case .test: try test(arguments)
    case .trace: try trace(arguments)
    case .classify: try classify(arguments)
    case .diff: try diff(arguments)
    case .compile: try compileArtifact(arguments)
    case .inspect: try inspect(arguments)
    case .deps: try dependencies(arguments)
    case .explain: explain(arguments)
    case .initialise: try initialise(arguments)
    case .completions: try completions(arguments)
    case .lsp: try serveEditor(arguments)
    case nil:
      show(Array(Help.page(nil).utf8))
      end(.unusable)
    }
  }

  private mutating func completions(_ arguments: Arguments) throws(UsageError) {
    let name = try arguments.single("the name of a shell: bash, zsh or fish").shown
    guard let shell = Completions.Shell(rawValue: name) else {
      throw .operands(
        "there is no completion for `\(name)`, but for bash, zsh and fish", .completions)
    }
    put(Completions.script(for: shell))
  }
}
