import PolicyLanguage

/// One policy and the folder that its imports may not leave.
struct Input {
  /// The root as it was named, for opening and for showing.
  let root: Path
  /// The path of the policy below the root.
  let main: Path
  /// The text of the policy.
  let bytes: [UInt8]
  /// False for standard input, which cannot be written back.
  let isFile: Bool

  /// The path of the policy, for opening and for showing.
  var path: Path { root.appending(main) }

  /// The name that the compiler knows the policy by.
  var name: String { main.shown }

  /// The same policy with other text.
  func with(_ bytes: [UInt8]) -> Input {
    Input(root: root, main: main, bytes: bytes, isFile: isFile)
  }

  /// How standard input is called in messages.
  static let standardInputName = Path("<stdin>")

  /// The bytes of the policy, or of what it imports: the reader that the compiler calls.
  func read(_ name: String) -> Result<[UInt8], SourceFailure> {
    name == self.name ? .success(bytes) : Input.read(Path(name), below: root)
  }

  /// Reads a file below `root`, and refuses one that a symbolic link leads out of it.
  static func read(_ name: Path, below root: Path) -> Result<[UInt8], SourceFailure> {
    locate(name, below: root).flatMap { FileReader.read($0) }
  }

  /// The file of a name below `root`, without links; refused if one leads out of the root.
  ///
  /// Every file that a policy names is found here. A name that leads nowhere is given back as it
  /// is: the attempt to open it says what is wrong.
  static func locate(_ name: Path, below root: Path) -> Result<Path, SourceFailure> {
    let path = root.appending(name)
    guard let real = FileReader.real(path), let realRoot = FileReader.real(root) else {
      return .success(path)
    }
    return real.below(realRoot) == nil ? .failure(.outsideRoot) : .success(real)
  }
}
