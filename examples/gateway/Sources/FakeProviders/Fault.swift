import Foundation

/// One way to misbehave, as a word with a number behind it: `503`, `429@2`, `cut@3`.
struct Fault: Sendable, Equatable {
  enum Kind: String, Sendable {
    // Whole answers.
    case ok, status, words, context, filter, quota, echo, param
    // A 200 that is no answer, or the first event of a stream that is none.
    case errcode, errtext, errbare, nochoices, empty
    // An answer without text that is one.
    case tool
    // Before the answer.
    case reset, close, silent, late
    // In the middle of it.
    case cut, stall, garbage, badjson, error, coded, failed, nofinish, nodone, nousage, slow, drip
    case flood, inject
    // The key, or its beginning, in an answer.
    case leak, leakcut, almost
    // A second answer that nobody asked for.
    case second
    // Ways to go on with a text that was begun elsewhere; without one, all is well.
    case noprefill, again, whole, anew, cannot, sure
    // Unusual, and right.
    case bom, cr, lines, hints
  }

  var kind: Kind
  /// What stands behind the `@`: tokens, milliseconds or seconds, as the kind has it.
  var number: Int?
  /// The status, of `status`.
  var status = 200

  static let ok = Fault(kind: .ok)

  /// Reads one word; nil if it is none.
  init?(_ word: Substring) {
    let parts = word.split(separator: "@", maxSplits: 1)
    guard let name = parts.first else { return nil }
    number = parts.count > 1 ? Int(parts[1]) : nil
    if let status = Int(name), (200...599).contains(status) {
      kind = .status
      self.status = status
    } else if let kind = Kind(rawValue: String(name)), kind != .status {
      self.kind = kind
    } else {
      return nil
    }
  }

  private init(kind: Kind) {
    self.kind = kind
    number = nil
  }

  var text: String {
    let name = kind == .status ? "\(status)" : kind.rawValue
    return number.map { "\(name)@\($0)" } ?? name
  }
}

/// What a prompt asks of the providers: `[[id=7; tokens=20; pad=0; one: 500, ok; two: cut@3]]`.
///
/// The faults of a provider are used one after the other by the attempts that it sees of this id;
/// the last one goes on.
struct Directive: Sendable {
  var id: String?
  var tokens: Int?
  /// Bytes that each token of a stream has more than it needs.
  var pad = 0
  var faults: [String: [Fault]] = [:]

  init() {}

  /// Finds the directive in a text; an empty one if there is none.
  init(in text: String) {
    guard let start = text.range(of: "[["),
      let end = text.range(of: "]]", range: start.upperBound..<text.endIndex)
    else { return }
    for part in text[start.upperBound..<end.lowerBound].split(separator: ";") {
      let part = part.filter { $0 != " " }
      if let equals = part.firstIndex(of: "=") {
        let value = part[part.index(after: equals)...]
        switch part[..<equals] {
        case "id": id = String(value)
        case "tokens": tokens = Int(value)
        case "pad": pad = Int(value) ?? 0
        default: break  // words of somebody else
        }
      } else if let colon = part.firstIndex(of: ":") {
        let words = part[part.index(after: colon)...].split(separator: ",")
        faults[String(part[..<colon])] = words.compactMap { Fault($0) }
      }
    }
  }
}
