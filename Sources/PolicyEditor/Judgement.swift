import PolicyLanguage
import PolicyLint

/// What was found in one program.
struct Judgement {
  /// The path of each file that was read, by its name in the report.
  let paths: [String: String]
  /// Everything found, by the compiler and by the rules.
  var report: Report
  /// Every `allow` that silenced something.
  let used: [Lint.Used]

  /// Compiles the policy `name` below `folder`, and lints it if it compiles.
  init(
    _ name: String, below folder: String, today: CivilDate?,
    read: (_ folder: String, _ name: String) -> Result<[UInt8], SourceFailure>
  ) {
    var paths: [String: String] = [:]
    let compilation = compile(name) { name in
      let result = read(folder, name)
      // A file that cannot be read yet may come: whoever imports it is looked at again then.
      paths[name] = Judgement.path(folder, name)
      return result
    }
    var report = compilation.report
    var used: [Lint.Used] = []
    if let policy = compilation.policy {
      let result = Lint.run(policy, today: today)
      report.diagnostics += result.findings
      report.masked += result.masked
      used = result.used
    }
    self.paths = paths
    self.report = report
    self.used = used
  }

  /// The path of a name below a folder.
  static func path(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder == "/" ? "/" + name : folder + "/" + name
  }

  /// The path of a file of the report; nil for what came with the language.
  func path(_ file: FileID) -> String? { paths[report.files[Int(file.raw)].name] }
}
