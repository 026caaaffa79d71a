/// The measures of the canonical layout.
enum Layout {
  /// Columns that a line may take before it is broken.
  static let widthMax = 100
  /// Columns a level.
  static let indent = 2
  /// A keyword longer than this is not aligned with its neighbours, nor they with it.
  static let keywordMax = 20
  /// The same for what stands before the `{` of a block on one line.
  static let headMax = 48
  /// Code that ends further right does not push the comments of its neighbours there.
  static let commentColumnMax = 72
}

/// How one statement is laid out.
struct StatementLayout {
  enum Shape {
    /// It has no block.
    case plain
    /// It has a block and stands on one line as a whole.
    case oneLine
    /// Its block has a line for each statement.
    case open
  }

  /// Its node in the tree.
  let node: Int
  let shape: Shape
  /// The columns that take part in alignment: of a plain statement its keyword, of one on one line
  /// all before the `{`; 0 if it takes no part.
  let width: Int
  /// Whether a blank line stands between it and the statement before.
  let followsBlank: Bool
  /// Only neighbours of one kind are aligned.
  var kind = WordID(raw: 0)
  /// Spaces at the place of alignment.
  var padding = 1

  init(_ node: Int, _ shape: Shape, width: Int, followsBlank: Bool) {
    self.node = node
    self.shape = shape
    self.width = width
    self.followsBlank = followsBlank
  }

  /// Aligns the statements of a block: in a run of neighbours of one shape with no blank line
  /// between, first arguments, or braces, stand below one another.
  static func align(_ layouts: inout ArraySlice<StatementLayout>) {
    var start = layouts.startIndex
    while start < layouts.endIndex {
      let (shape, kind) = (layouts[start].shape, layouts[start].kind)
      var widest = layouts[start].width
      var end = start + 1
      while end < layouts.endIndex, layouts[end].shape == shape, layouts[end].kind == kind,
        !layouts[end].followsBlank
      {
        widest = max(widest, layouts[end].width)
        end += 1
      }
      if shape != .open {
        for i in start..<end where layouts[i].width > 0 {
          layouts[i].padding = widest + 1 - layouts[i].width
        }
      }
      start = end
    }
  }
}
