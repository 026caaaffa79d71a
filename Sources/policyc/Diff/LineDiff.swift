/// Which lines of one text became which of another.
///
/// E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy form, after
/// equal lines at both ends are set aside. Where the texts differ by more than `distanceMax` lines,
/// what lies between those ends counts as one change, so that time and memory stay bounded.
enum LineDiff {
  /// Lines that were replaced by others; one of the two may be empty.
  struct Change: Equatable {
    var old: Range<Int>
    var new: Range<Int>
  }

  private static let distanceMax = 2_000

  /// The changes that make `new` of `old`, in order; between two of them lies an equal line.
  static func changes<Line: Equatable>(from old: [Line], to new: [Line]) -> [Change] {
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var (oldEnd, newEnd) = (old.count, new.count)
    while oldEnd > start, newEnd > start, old[oldEnd - 1] == new[newEnd - 1] {
      oldEnd -= 1
      newEnd -= 1
    }
    if start == oldEnd, start == newEnd { return [] }
    guard let steps = steps(old[start..<oldEnd], new[start..<newEnd]) else {
      return [Change(old: start..<oldEnd, new: start..<newEnd)]
    }
    return joined(steps)
  }

  /// One line taken out of the old text or put into the new one.
  private struct Step {
    var x: Int
    var y: Int
    var isRemoval: Bool
  }

  private static func joined(_ steps: [Step]) -> [Change] {
    steps.reduce(into: []) { changes, step in
      let old = step.x..<step.x + (step.isRemoval ? 1 : 0)
      let new = step.y..<step.y + (step.isRemoval ? 0 : 1)
      if let last = changes.last, last.old.upperBound == step.x, last.new.upperBound == step.y {
        changes[changes.count - 1].old = last.old.lowerBound..<old.upperBound
        changes[changes.count - 1].new = last.new.lowerBound..<new.upperBound
      } else {
        changes.append(Change(old: old, new: new))
      }
    }
  }

  /// The shortest way from one text to the other; nil if it is longer than `distanceMax`.
  private static func steps<Line: Equatable>(
    _ old: ArraySlice<Line>, _ new: ArraySlice<Line>
  ) -> [Step]? {
    let (n, m) = (old.count, new.count)
    /// How far along `old` each diagonal `x - y` was reached, one row a distance, for the way back.
    var rows: [[Int]] = []
    var reached = [0]
    for distance in 0...min(n + m, distanceMax) {
      // Diagonal `k` of a row for distance `d` stands at `(k + d) / 2`.
      var row = Array(repeating: 0, count: distance + 1)
      for index in 0...distance {
        let k = 2 * index - distance
        var x = 0
        if distance > 0 { x = from(reached, index, distance).x }
        while x < n, x - k < m, old[old.startIndex + x] == new[new.startIndex + x - k] { x += 1 }
        row[index] = x
        if x >= n, x - k >= m {
          rows.append(row)
          return back(rows, index, old.startIndex, new.startIndex)
        }
      }
      rows.append(row)
      reached = row
    }
    return nil
  }

  /// Where diagonal `index` of a distance begins, going on from the row before; and whether by a
  /// removal.
  private static func from(
    _ row: [Int], _ index: Int, _ distance: Int
  ) -> (x: Int, isRemoval: Bool) {
    let isInsertion = index == 0 || index < distance && row[index - 1] < row[index]
    return isInsertion ? (row[index], false) : (row[index - 1] + 1, true)
  }

  private static func back(
    _ rows: [[Int]], _ last: Int, _ oldStart: Int, _ newStart: Int
  ) -> [Step] {
    var steps: [Step] = []
    var index = last
    for distance in rows.indices.dropFirst().reversed() {
      let (x, isRemoval) = from(rows[distance - 1], index, distance)
      let y = x - (2 * index - distance)
      steps.append(
        Step(
          x: oldStart + (isRemoval ? x - 1 : x), y: newStart + (isRemoval ? y : y - 1),
          isRemoval: isRemoval))
      if isRemoval { index -= 1 }
    }
    return steps.reversed()
  }
}
