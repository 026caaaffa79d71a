import PolicyGraph

/// One argument's value, checked against its row: plain numbers, so that nothing is counted or
/// freed.
struct Value: Sendable {
  /// What the numbers mean.
  enum Kind: UInt8, Sendable {
    case literal
    /// A word of a closed list: `word`.
    case choice
    /// A name of the user's own: `word`.
    case name
    /// A declaration: index `a`.
    case reference
    /// A reference to a secret: source `a`, text `word`.
    case credential
    /// A variable of the environment: name `word`, and the text behind `else:`, `a`, or -1.
    case variable
  }

  var kind: Kind
  var literal: Literal.Kind = .count
  var a: Int64 = 0
  var b: Int64 = 0
  /// The word or the text, interned.
  var word = WordID(raw: 0)

  /// The duration, if it is one.
  var time: Tick? { kind == .literal && literal == .duration ? Tick(ns: a) : nil }
  /// The share, if it is one.
  var share: Share? { kind == .literal && literal == .percent ? Share(ppb: a) : nil }
  /// The factor, if it is one.
  var factor: Factor? { kind == .literal && literal == .factor ? Factor(millionths: a) : nil }
  /// The rate, if it is one.
  var rate: Rate? { kind == .literal && literal == .rate ? Rate(a, per: Tick(ns: b)) : nil }
  /// The percentile, if it is one.
  var percentile: Percentile? {
    kind == .literal && literal == .percentile ? Percentile(millionths: a) : nil
  }
  /// The count, if it is one.
  var count: UInt32? {
    kind == .literal && literal == .count ? UInt32(exactly: a) : nil
  }
  /// The count or size, if it is one.
  var size: Int64? {
    kind == .literal && (literal == .count || literal == .size) ? a : nil
  }
}

/// An argument of the statement at hand.
struct Argument: Sendable {
  /// Its listed label.
  var label: Word?
  /// Which row it fills; positional arguments count from 0, open labels have 255.
  var row: UInt8
  /// The label as written, if there is one.
  var labelWord: WordID
  var value: Value
  /// The node of the value.
  var node: Int32
}

/// A statement whose shape has been checked.
struct Statement: Sendable {
  /// The row in `Schema.rows`.
  var row: Int
  var keyword: Word
  /// The keyword as written: in an error table it is the name of a class.
  var word: WordID
  var node: Int
  /// The node of its block; -1 without one.
  var block: Int
  /// Its arguments in `Checker.args`.
  var first: Int
  var end: Int
  /// Whether its arguments were as they should be.
  var sound: Bool
}
