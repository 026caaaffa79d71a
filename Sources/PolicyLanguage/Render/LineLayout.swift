import PolicyGraph

/// One source line as it is shown: tabs expanded, hazards escaped, and cut to a width around the
/// byte that matters.
struct LineLayout {
  /// The text to show, a `…` standing for what is cut off at either side.
  private(set) var text: [UInt8] = []
  /// The bytes of the file that are shown.
  private(set) var window: Range<Int>
  /// The column at which each byte of `window` begins, and the one past the last.
  private var columns: [Int] = []
  private var isCutAfter = false

  /// Lays out the bytes of `line` in at most `width` columns, so that the byte at `focus` is shown.
  init(_ bytes: [UInt8], line: Range<Int>, focus: Int, width: Int) {
    let focus = min(max(focus, line.lowerBound), line.upperBound)
    self.init(bytes, line: line, from: line.lowerBound, width: width)
    guard isCutAfter, !shows(focus) || column(at: focus) > width * 2 / 3 else { return }
    var from = focus
    var before = 0
    while from > line.lowerBound, before < width / 3 {
      from -= 1
      while from > line.lowerBound, focus - from < 4, bytes[from] & 0xC0 == 0x80 { from -= 1 }
      before += LineLayout.columns(of: DecodedUnit(bytes, at: from), at: 0)
    }
    self.init(bytes, line: line, from: from, width: width)
  }

  private init(_ bytes: [UInt8], line: Range<Int>, from: Int, width: Int) {
    window = from..<from
    var column = 0
    if from > line.lowerBound {
      text.append("…")
      column = 1
    }
    var i = from
    while i < line.upperBound {
      if bytes[i].isPlain, column + 1 < width {
        columns.append(column)
        text.append(bytes[i])
        column += 1
        i += 1
        continue
      }
      let unit = DecodedUnit(bytes[..<line.upperBound], at: i)
      let taken = LineLayout.columns(of: unit, at: column)
      if column + taken >= width {
        isCutAfter = true
        break
      }
      columns.append(contentsOf: repeatElement(column, count: unit.length))
      if unit.first == UInt8(ascii: "\t") {
        text.append(repeating: UInt8(ascii: " "), count: taken)
      } else {
        SafeText.append(unit, to: &text)
      }
      column += taken
      i += unit.length
    }
    columns.append(column)
    if isCutAfter { text.append("…") }
    window = from..<i
  }

  /// True if a mark that begins at `offset` can be drawn.
  func shows(_ offset: Int) -> Bool {
    offset >= window.lowerBound && (offset < window.upperBound || !isCutAfter)
  }

  /// The column at which the byte at `offset` begins; for one that is cut off, the nearest end.
  func column(at offset: Int) -> Int {
    columns[min(max(0, offset - window.lowerBound), columns.count - 1)]
  }

  private static func columns(of unit: DecodedUnit, at column: Int) -> Int {
    if unit.first == UInt8(ascii: "\t") { return 4 - column % 4 }
    guard let scalar = unit.scalar, !SafeText.isEscaped(scalar) else {
      var shown: [UInt8] = []
      SafeText.append(unit, to: &shown)
      return shown.count
    }
    return scalar.columns
  }
}
