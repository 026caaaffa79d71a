// What a lowering asks of a statement.

extension Checker {
  /// The value of a label, if it is stated.
  @inline(__always)
  func value(_ statement: Statement, _ label: Word) -> Value? {
    for i in statement.first..<statement.end where args[i].label == label { return args[i].value }
    return nil
  }

  /// The node of a label's value.
  func node(_ statement: Statement, _ label: Word) -> Int? {
    for i in statement.first..<statement.end where args[i].label == label {
      return Int(args[i].node)
    }
    return nil
  }

  /// The first positional argument, if there is one.
  @inline(__always)
  func positional(_ statement: Statement) -> Value? {
    for i in statement.first..<statement.end where args[i].label == nil && args[i].row != 255 {
      return args[i].value
    }
    return nil
  }

  /// The first argument of an open label.
  func open(_ statement: Statement) -> Argument? {
    for i in statement.first..<statement.end where args[i].row == 255 { return args[i] }
    return nil
  }
}
