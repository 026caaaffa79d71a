import Glibc
import PolicyLanguage

/// Turns the operands of a command line into policies.
struct Inputs {
  /// Where a policy is, before it is read.
  private struct Place {
    let root: Path
    let main: Path
    /// True if the policy was named itself, and may be a link to anywhere.
    let isNamed: Bool
  }

  /// What could not be read: messages for people.
  private(set) var problems: [String] = []
  private var places: [Place] = []
  private let root: Path?

  /// Finds the policies; `root` is what `--root` says.
  init(_ operands: [Path], root: Path?) {
    self.root = root?.trimmed
    for operand in operands {
      if operand == .standard {
        places.append(Place(root: self.root ?? Path([]), main: operand, isNamed: true))
      } else if Inputs.isFolder(operand) {
        addFolder(operand.trimmed)
      } else {
        add(operand)
      }
    }
    if places.count > PolicyWalk.filesMax {
      problems.append("more than \(PolicyWalk.filesMax) policies cannot be checked in one run")
      places = []
    }
  }

  /// How many policies there are.
  var count: Int { places.count }

  /// Reads the policies one after the other, and hands each that could be read to `body`.
  mutating func forEach(_ body: (Input) -> Void) {
    for place in places {
      let isFile = place.main != .standard
      let result =
        if !isFile {
          FileReader.standardInput()
        } else if place.isNamed {
          FileReader.read(place.root.appending(place.main))
        } else {
          Input.read(place.main, below: place.root)
        }
      switch result {
      case .success(let bytes):
        body(
          Input(
            root: place.root, main: isFile ? place.main : Input.standardInputName, bytes: bytes,
            isFile: isFile))
      case .failure(let failure):
        let name = isFile ? place.root.appending(place.main).shown : "standard input"
        problems.append("cannot read `\(name)`: \(failure.reason)")
      }
    }
  }

  /// True if a path leads to a folder.
  static func isFolder(_ path: Path) -> Bool {
    var status = stat()
    return unsafe stat(path.cString, &status) == 0 && status.kind == S_IFDIR
  }

  /// True if there is something at a path.
  static func exists(_ path: Path) -> Bool {
    var status = stat()
    return unsafe stat(path.cString, &status) == 0
  }

  private mutating func add(_ path: Path) {
    guard let root else {
      return places.append(Place(root: path.folder, main: path.name, isNamed: true))
    }
    guard let below = relative(path.folder, to: root) else { return }
    places.append(Place(root: root, main: below.appending(path.name), isNamed: true))
  }

  private mutating func addFolder(_ folder: Path) {
    let walk = PolicyWalk(folder)
    for failure in walk.failures {
      let name = folder.appending(failure.folder).shown
      problems.append("cannot read `\(name)`: \(failure.error.reason)")
    }
    if walk.policies.isEmpty, walk.failures.isEmpty {
      problems.append("there is no `*.policy` below `\(folder.shown)`")
    }
    var prefix = Path([])
    if let root {
      guard let below = relative(folder, to: root) else { return }
      prefix = below
    }
    for policy in walk.policies {
      places.append(
        Place(root: root ?? folder, main: prefix.appending(policy), isNamed: false))
    }
  }

  /// The path of a folder below `root`, empty if it is the root; nil after a complaint.
  private mutating func relative(_ folder: Path, to root: Path) -> Path? {
    guard let realRoot = FileReader.real(root) else {
      complain("the root `\(root.shown)` cannot be found")
      return nil
    }
    guard let real = FileReader.real(folder) else {
      problems.append("cannot read `\(folder.shown)`: there is no such folder")
      return nil
    }
    if real == realRoot { return Path([]) }
    if let below = real.below(realRoot) { return below }
    problems.append("`\(folder.orCurrent.shown)` lies outside the root `\(root.shown)`")
    return nil
  }

  /// Adds a problem that every operand has, once.
  private mutating func complain(_ problem: String) {
    if !problems.contains(problem) { problems.append(problem) }
  }
}
