import Foundation

/// The `dot` of this machine, if there is one.
enum Graphviz {
  static let isInstalled = path != nil

  private static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { "\($0)/dot" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The picture, and what `dot` had to say about it.
  static func svg(of dot: String) throws -> (svg: String, complaints: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "a.dot")
    try dot.write(to: source, atomically: true, encoding: .utf8)
    let complaints = Pipe()
    let process = Process()
    process.executableURL = URL(filePath: path ?? "dot")
    process.arguments = ["-Tsvg", source.path, "-o", folder.appending(path: "a.svg").path]
    process.standardError = complaints
    try process.run()
    let said = complaints.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let svg = try String(contentsOf: folder.appending(path: "a.svg"), encoding: .utf8)
    return (svg, String(decoding: said, as: UTF8.self))
  }
}

/// As much of JSON Schema as the schemas of this package use; an unknown property is a complaint
/// too.
struct SchemaCheck {
  let root: [String: Any]

  func complaints(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
    var schema = schema
    if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
      let found = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
    {
      schema = found
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      return choices.contains { complaints(value, $0, at: path).isEmpty }
        ? [] : ["\(path): none fits"]
    }
    var out: [String] = []
    if let constant = schema["const"] as? Int, value as? Int != constant {
      out.append("\(path): const")
    }
    if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
      out.append("\(path): \(value) is no word of the list")
    }
    let types = (schema["type"] as? [String]) ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { fits(value, $0) }) { out.append("\(path): type") }
    if let object = value as? [String: Any] {
      let known = schema["properties"] as? [String: [String: Any]] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        out.append("\(path).\(key): missing")
      }
      for (key, member) in object {
        if let next = known[key] ?? schema["additionalProperties"] as? [String: Any] {
          out += complaints(member, next, at: "\(path).\(key)")
        } else {
          out.append("\(path).\(key): not in the schema")
        }
      }
    }
    if let items = schema["items"] as? [String: Any] {
      for (i, element) in (value as? [Any] ?? []).enumerated() {
        out += complaints(element, items, at: "\(path)[\(i)]")
      }
    }
    return out
  }

  private func fits(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "null": value is NSNull
    case "integer", "number", "boolean": value is NSNumber && !(value is String)
    default: false
    }
  }
}
