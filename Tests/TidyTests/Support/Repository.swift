import Foundation

/// The repository that the tests stand in.
enum Repository {
  /// Its folder.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .resolvingSymlinksInPath()

  /// Every text file that is kept, by path: what Git would list, but for what builds leave behind.
  static let files: [TextFile] = {
    let kept = ["Sources", "Tests", "grammar", "examples", ".ci", ".github"]
    let paths = topLevel.filter { !isFolder($0) } + kept.flatMap(files(below:))
    return paths.sorted().compactMap { TextFile($0) }
  }()

  /// The paths of all files below a folder, but for those that builds leave behind.
  private static func files(below folder: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent(folder).path)
    return (names ?? []).filter { !$0.hasPrefix(".build") }.flatMap { name in
      let path = "\(folder)/\(name)"
      return isFolder(path) ? files(below: path) : [path]
    }
  }

  /// The Swift files of a folder, as in `Sources/`.
  static func swift(in folder: String) -> [TextFile] {
    files.filter { $0.path.hasPrefix(folder) && $0.path.hasSuffix(".swift") }
  }

  /// The names at the top of the repository.
  static var topLevel: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()
  }

  /// The modules, each a folder of `Sources`.
  static var modules: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: root.appendingPathComponent("Sources").path)
    return (names ?? []).sorted().filter { isFolder("Sources/\($0)") }
  }

  /// The bytes of a file; empty where there is none.
  static func bytes(_ path: String) -> [UInt8] {
    (try? Data(contentsOf: root.appendingPathComponent(path))).map(Array.init) ?? []
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    let there = FileManager.default.fileExists(
      atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
    return there && isFolder.boolValue
  }
}
