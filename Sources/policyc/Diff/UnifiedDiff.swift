import PolicyGraph

/// The difference of two texts in the unified form that `patch` reads.
enum UnifiedDiff {
  /// Unchanged lines shown around a change.
  private static let context = 3

  /// The difference between two versions of the file `name`; empty if there is none.
  static func of(_ old: [UInt8], _ new: [UInt8], name: String) -> [UInt8] {
    let (oldLines, newLines) = (lines(old), lines(new))
    let changes = LineDiff.changes(from: oldLines, to: newLines)
    if changes.isEmpty { return [] }
    var out: [UInt8] = []
    for mark in ["--- ", "+++ "] {
      out += mark.utf8
      SafeText.append(name, to: &out)
      out.append(UInt8(ascii: "\n"))
    }
    var hunk: [LineDiff.Change] = []
    for change in changes {
      if let last = hunk.last, change.old.lowerBound - last.old.upperBound > 2 * context {
        write(hunk, oldLines, newLines, to: &out)
        hunk = []
      }
      hunk.append(change)
    }
    write(hunk, oldLines, newLines, to: &out)
    return out
  }

  /// The lines of a text, each with its line break.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  private static func write(
    _ hunk: [LineDiff.Change], _ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>],
    to out: inout [UInt8]
  ) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let before = min(context, first.old.lowerBound)
    let after = min(context, old.count - last.old.upperBound)
    let oldRange = first.old.lowerBound - before..<last.old.upperBound + after
    let newRange = first.new.lowerBound - before..<last.new.upperBound + after
    out += "@@ -\(place(oldRange)) +\(place(newRange)) @@\n".utf8
    var at = oldRange.lowerBound
    for change in hunk {
      write(old[at..<change.old.lowerBound], " ", to: &out)
      write(old[change.old], "-", to: &out)
      write(new[change.new], "+", to: &out)
      at = change.old.upperBound
    }
    write(old[at..<oldRange.upperBound], " ", to: &out)
  }

  /// `first,count` with lines from 1; of an empty range the line before it is named.
  private static func place(_ range: Range<Int>) -> String {
    let first = range.isEmpty ? range.lowerBound : range.lowerBound + 1
    return range.count == 1 ? "\(first)" : "\(first),\(range.count)"
  }

  private static func write(
    _ lines: ArraySlice<ArraySlice<UInt8>>, _ mark: Unicode.Scalar, to out: inout [UInt8]
  ) {
    for line in lines {
      out.append(UInt8(ascii: mark))
      out += line
      if line.last != UInt8(ascii: "\n") { out += "\n\\ No newline at end of file\n".utf8 }
    }
  }
}
