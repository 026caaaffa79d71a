import Testing

/// Breaches of one house rule, each with its place, reported together.
struct Violations {
  /// What the rule asks for, and how it is met.
  let rule: String
  private var places: [String] = []

  init(_ rule: String) { self.rule = rule }

  /// Adds a breach at a line.
  mutating func add(_ file: TextFile, _ line: TextFile.Line, _ what: String = "") {
    add("\(file.path):\(line.number)", what.isEmpty ? line.text.trimmed : what)
  }

  /// Adds a breach at a place.
  mutating func add(_ place: String, _ what: String) { places.append("\(place): \(what)") }

  /// Fails if there is a breach.
  func report() {
    guard !places.isEmpty else { return }
    Issue.record("\(rule)\n\(places.joined(separator: "\n"))")
  }
}

extension String {
  var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
