public import PolicyGraph

extension FailoverGraph {
  /// The class of the language that has this name; nil in a graph that lacks it, which no plan can
  /// be made of.
  public func builtinClass(_ name: StaticString) -> ID<ErrorClass>? {
    classes.ids.first { id in
      guard classes[id].builtin else { return false }
      let bytes = bytes(classes[id].name)
      return bytes.count == name.utf8CodeUnitCount && bytes.span.holds(name, at: 0)
    }
  }
}
