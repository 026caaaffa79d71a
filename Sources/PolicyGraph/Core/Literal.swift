/// Bytes beside literals, without `String`: its tables would come along into every embedded build.
extension Collection<UInt8> {
  /// Whether these are the bytes of a literal.
  package func spells(_ literal: StaticString) -> Bool {
    // A literal is constant memory, and `utf8CodeUnitCount` is its length.
    unsafe elementsEqual(
      UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }
}
