import Foundation

/// What a run of the built `policyc` left behind.
struct Run {
  let status: Int32
  let out: Data
  let messages: String

  var text: String { String(decoding: out, as: UTF8.self) }
  var lines: [String] { text.split(separator: "\n").map(String.init) }
}

/// A folder of its own for one test, removed afterwards, in which the built tool is run.
final class Scratch {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("policyc-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    chmodAll()
    try? FileManager.default.removeItem(at: folder)
  }

  /// The tool lies beside the test bundle, which is the running program.
  static let tool = Scratch.buildFolder.appendingPathComponent("policyc").path

  private static var buildFolder: URL {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent()
  }

  /// Runs the tool in the folder.
  func run(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    try run(arguments, input: input, environment: environment)
  }

  /// Runs the tool, or with `shell` a line of `sh` that knows it as `$policyc`.
  func run(
    _ arguments: [String], shell: String? = nil, input: String? = nil,
    environment: [String: String] = [:]
  ) throws -> Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: shell ?? Scratch.tool)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    variables["NO_COLOR"] = nil
    variables["policyc"] = Scratch.tool
    process.environment = variables.merging(environment) { $1 }
    let (out, messages) = (outside("out"), outside("messages"))
    let (outFile, messagesFile) = (try handle(out), try handle(messages))
    process.standardOutput = outFile
    process.standardError = messagesFile
    let inputFile = outside("input")
    try Data((input ?? "").utf8).write(to: inputFile)
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    try process.run()
    process.waitUntilExit()
    defer {
      for file in [out, messages, inputFile] { try? FileManager.default.removeItem(at: file) }
    }
    return Run(
      status: process.terminationStatus, out: try Data(contentsOf: out),
      messages: String(decoding: try Data(contentsOf: messages), as: UTF8.self))
  }

  /// Runs a line of `bash` in the folder.
  func bash(_ line: String) throws -> Run { try run(["-c", line], shell: "/bin/bash") }

  private func outside(_ name: String) -> URL {
    URL(fileURLWithPath: "\(folder.path).\(name)")
  }

  private func handle(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  // MARK: files

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ text: String, _ name: String) throws { try write(Data(text.utf8), name) }

  func write(_ data: Data, _ name: String) throws {
    let url = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// The names in the folder, hidden ones included.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func chmodAll() {
    for name in (try? names()) ?? [] {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path(name))
    }
  }
}
