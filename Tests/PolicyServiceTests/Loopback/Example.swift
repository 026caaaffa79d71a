import Foundation
import PolicyGraph
import PolicyLanguage

@testable import PolicyService

/// A policy of `examples/`, or of a test's own, as the test changes its text before it compiles it.
struct Example {
  /// What is wrong with a test's use of an example.
  struct Mistake: Error, CustomStringConvertible {
    var description: String
  }

  /// Where the examples are, seen from this file.
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../examples").standardized

  /// All programs there, without their ending; what they import is not one.
  static var names: [String] {
    get throws {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return files.filter { $0.hasSuffix(".policy") }.map { String($0.dropLast(7)) }.sorted()
    }
  }

  let name: String
  /// The text of a policy that is none of `examples/`.
  private let own: String?
  private var changes: [(old: String, new: String)] = []

  init(_ name: String, text: String? = nil) {
    self.name = name
    own = text
  }

  /// Puts one text for another wherever it stands; a text that is nowhere is a mistake.
  mutating func replace(_ old: String, with new: String) { changes.append((old, new)) }

  /// Compiles it as it stands in the repository, apart from the changes.
  func compiled() throws -> Compilation {
    var used = [Bool](repeating: false, count: changes.count)
    let compilation = compile(name + ".policy") { path in
      let file = Example.folder.appending(path: path)
      let bytes = own.map { Data($0.utf8) } ?? (try? Data(contentsOf: file))
      guard let bytes else { return .failure(.missing) }
      var text = String(decoding: bytes, as: UTF8.self)
      for (i, change) in changes.enumerated() where text.contains(change.old) {
        text = text.replacing(change.old, with: change.new)
        used[i] = true
      }
      return .success(Array(text.utf8))
    }
    if let i = used.firstIndex(of: false) {
      throw Mistake(description: "\(name) has nowhere `\(changes[i].old)`")
    }
    for finding in compilation.report.diagnostics {
      throw Mistake(description: "\(name): \(finding.message)")
    }
    return compilation
  }
}
