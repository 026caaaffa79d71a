import Foundation

@testable import PolicyLanguage

/// The policies that ship with policyc.
enum Examples {
  /// Their folder.
  static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("examples")

  /// The root files, in order.
  static let names: [String] = {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return found.filter { $0.hasSuffix(".policy") }.sorted()
  }()

  /// Reads a file of an example.
  static func read(_ path: String) -> Result<[UInt8], SourceFailure> {
    guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path)
    else { return .failure(.missing) }
    return .success([UInt8](data))
  }
}
