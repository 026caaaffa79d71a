import Foundation
import PolicyGraph
import PolicyLanguage

/// Policies of the tests, from text or from the examples.
enum Policies {
  /// The folder of the tests.
  static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A policy that does not compile.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  /// The graph of a policy's text.
  static func graph(_ text: String) throws -> FailoverGraph {
    try graph("test.policy") { _ in .success(Array(text.utf8)) }
  }

  /// The graph of an example.
  static func example(_ name: String) throws -> FailoverGraph {
    let folder = tests.deletingLastPathComponent().appending(path: "examples")
    return try graph("\(name).policy") { path in
      guard let bytes = try? Data(contentsOf: folder.appending(path: path)) else {
        return .failure(.missing)
      }
      return .success(Array(bytes))
    }
  }

  private static func graph(
    _ file: String, _ read: (String) -> Result<[UInt8], SourceFailure>
  ) throws -> FailoverGraph {
    let compilation = compile(file) { read($0) }
    guard let graph = compilation.sealed() else {
      throw Problem(
        description: String(decoding: Render.compact(compilation.report), as: UTF8.self))
    }
    return graph
  }
}
