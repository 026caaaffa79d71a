import Foundation

/// Somebody who types what a page shows, in an empty folder with the examples beside it.
struct Reader {
  private static let name = "search.policy"
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try FileManager.default.createSymbolicLink(
      at: scratch.folder.appendingPathComponent("examples"),
      withDestinationURL: Document.root.appendingPathComponent("examples"))
  }

  /// Writes the policy.
  func write(_ lines: [String]) throws {
    try scratch.write(lines.joined(separator: "\n") + "\n", Reader.name)
  }

  /// Changes the policy as a block of `diff` shows it; false if the old lines do not stand there
  /// exactly once.
  func apply(_ lines: [String]) throws -> Bool {
    let text = try scratch.read(Reader.name)
    let side = { (sign: String) in
      lines.filter { $0.hasPrefix(" ") || $0.hasPrefix(sign) }.map { $0.dropFirst() + "\n" }
        .joined()
    }
    let parts = text.components(separatedBy: side("-"))
    guard parts.count == 2 else { return false }
    try scratch.write(parts.joined(separator: side("+")), Reader.name)
    return true
  }

  /// Types the lines of a console that begin with `$ `; gives them with what follows each.
  func type(_ console: [String]) throws -> [String] {
    try console.filter { $0.hasPrefix("$ ") }.flatMap { line in
      try [line] + lines(String(line.dropFirst(2)))
    }
  }

  /// What a command prints, messages included.
  func lines(_ command: String) throws -> [String] {
    let run = try scratch.bash(
      "set -o pipefail; policyc() { \"$policyc\" \"$@\"; }; { \(command); } 2>&1")
    return run.text.isEmpty ? [] : run.text.trimmingSuffix("\n").components(separatedBy: "\n")
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
