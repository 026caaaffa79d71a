import Foundation
import PolicyGraph
import PolicyLanguage
import PolicyRuntime
import PolicySimulator
import Testing

/// Policies of the tests, from text or from the examples.
enum Policies {
  /// The folder of the examples.
  static let examples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "examples")

  /// The plan of a policy's text.
  static func plan(_ text: String) throws -> Plan {
    let compilation = compile("test.policy") { _ in .success(Array(text.utf8)) }
    guard let graph = compilation.sealed() else {
      let problem = String(decoding: Render.compact(compilation.report), as: UTF8.self)
      throw Problem(text: problem)
    }
    return Plan(graph)
  }

  /// The plan of an example, with some of its texts replaced by others.
  static func example(
    _ name: String, _ changes: KeyValuePairs<String, String> = [:]
  ) throws -> Plan {
    let file = "\(name).policy"
    let compilation = compile(file) { path in
      guard let bytes = try? Data(contentsOf: examples.appending(path: path)) else {
        return .failure(.missing)
      }
      var text = String(decoding: bytes, as: UTF8.self)
      if path == file {
        for (old, new) in changes {
          if !text.contains(old) { Issue.record("\(name) has nowhere `\(old)`") }
          text = text.replacing(old, with: new)
        }
      }
      return .success(Array(text.utf8))
    }
    guard let graph = compilation.sealed() else {
      throw Problem(text: String(decoding: Render.compact(compilation.report), as: UTF8.self))
    }
    return Plan(graph)
  }

  /// The names of all examples.
  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: examples.path())) ?? []
    return files.filter { $0.hasSuffix(".policy") }.map { String($0.dropLast(7)) }.sorted()
  }()

  /// A policy that does not compile.
  struct Problem: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
  }
}
