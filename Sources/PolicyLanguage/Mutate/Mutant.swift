/// A policy with one thing changed, to find out whether anything notices.
public struct Mutant: Sendable {
  /// What was done to the policy.
  public enum Kind: String, CaseIterable, Sendable {
    /// A statement was left out.
    case drop
    /// A number or a choice was changed for one that protects less.
    case change
  }

  /// What was done.
  public let kind: Kind
  /// The file, by the name that the reader knows it by.
  public let file: String
  /// The line of the change, from 1.
  public let line: Int
  /// What was done, in words: `without the member backup of providers`.
  public let title: String
  /// The changes, in the order of the text; all of one file, and none overlaps another.
  public let edits: [Diagnostic.Edit]

  /// The text of the file with the change made.
  public func applied(to bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + 16)
    var from = 0
    for edit in edits {
      let start = min(Int(edit.range.start), bytes.count)
      let end = min(Int(edit.range.end), bytes.count)
      out += bytes[from..<max(from, start)]
      out += edit.newText.utf8
      from = max(from, end)
    }
    return out + bytes[from...]
  }
}
