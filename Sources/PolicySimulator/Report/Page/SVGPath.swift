/// The data of a path whose lines are level or upright, as bins give them: a few bytes a bin.
struct SVGPath {
  private(set) var data = Markup()
  private var y = 0
  /// A level line that is not written yet, for the next may go on where it ends.
  private var ahead = 0

  /// Whether nothing was drawn.
  var isEmpty: Bool { data.isEmpty }

  /// Begins a new line.
  mutating func move(to x: Int, _ y: Int) {
    flush()
    data += "M\(x) \(y)"
    self.y = y
  }

  /// Goes `dx` to the right; to the left if it is below 0.
  mutating func right(_ dx: Int) { ahead += dx }

  /// Goes up or down to `y`.
  mutating func level(_ y: Int) {
    guard y != self.y else { return }
    flush()
    data += "v\(y - self.y)"
    self.y = y
  }

  /// Ends an area.
  mutating func close() {
    flush()
    data += "z"
  }

  /// Ends an open line.
  mutating func flush() {
    guard ahead != 0 else { return }
    data += "h\(ahead)"
    ahead = 0
  }

  /// The area between two rows of each bin; nothing where both are one.
  static func band(from bottom: [Int], to top: [Int]) -> Markup {
    var path = SVGPath()
    var start = 0
    while start < top.count {
      var end = start
      while end < top.count, top[end] != bottom[end] { end += 1 }
      if end > start {
        path.move(to: start, bottom[start])
        for i in start..<end {
          path.level(top[i])
          path.right(1)
        }
        for i in (start..<end).reversed() {
          path.level(bottom[i])
          path.right(-1)
        }
        path.close()
      }
      start = max(end, start + 1)
    }
    return path.data
  }

  /// A line through the rows of the bins, level within each; broken where there is none.
  static func line(_ rows: [Int?]) -> Markup {
    var path = SVGPath()
    var isDown = false
    for (i, row) in rows.enumerated() {
      guard let row else {
        isDown = false
        continue
      }
      if isDown { path.level(row) } else { path.move(to: i, row) }
      isDown = true
      path.right(1)
    }
    path.flush()
    return path.data
  }
}
