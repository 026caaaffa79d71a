import PolicyLanguage

/// A compilation, and the files that it read.
struct Built {
  let compilation: Compilation
  /// The names of the files that were found below the root of the program.
  let read: [String]

  /// Compiles a policy.
  init(_ input: Input, _ settings: [Setting]) {
    var names: [String] = []
    compilation = compile(input.name, settings: settings) { name in
      let result = input.read(name)
      if case .success = result { names.append(name) }
      return result
    }
    read = names
  }

  /// The files that were read, as they are opened.
  func sources(of input: Input) -> [Path] {
    input.isFile ? read.map { input.root.appending(Path($0)) } : []
  }
}
