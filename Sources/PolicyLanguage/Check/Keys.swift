package import PolicyGraph

/// Something that is told from its like by one number.
package protocol Keyed {
  /// The number.
  var key: UInt64 { get }
}

extension ID: Keyed {
  package var key: UInt64 { UInt64(raw) }
}

extension WordID: Keyed {
  var key: UInt64 { UInt64(raw) }
}

extension Int: Keyed {
  package var key: UInt64 { UInt64(bitPattern: Int64(self)) }
}

extension Target: Keyed {
  package var key: UInt64 {
    switch self {
    case .endpoint(let id): UInt64(id.raw) << 1
    case .group(let id): UInt64(id.raw) << 1 | 1
    }
  }
}

/// A set that hashes plain numbers, whatever it holds.
///
/// Every type of key that a set or dictionary hashes costs a cold start some 140,000 instructions,
/// in which the runtime looks for its conformance; all of these share one.
package struct KeySet<Element: Keyed>: Sendable {
  package var held: Set<UInt64> = []

  @inlinable package init() {}

  @inlinable package init(_ elements: some Sequence<Element>) {
    for element in elements { insert(element) }
  }

  @inlinable package var isEmpty: Bool { held.isEmpty }

  @inlinable package func contains(_ element: Element) -> Bool { held.contains(element.key) }

  /// Adds an element; whether it is new.
  @inlinable @discardableResult
  package mutating func insert(_ element: Element) -> Bool { held.insert(element.key).inserted }

  mutating func removeAll() { held.removeAll(keepingCapacity: true) }

  /// The numbers of the elements, in order.
  var sortedKeys: [UInt64] { held.sorted() }
}

/// A dictionary that hashes plain numbers, whatever its keys are.
package struct KeyMap<Key: Keyed, Value> {
  package var held: [UInt64: Value] = [:]

  @inlinable package init() {}

  @inlinable package subscript(key: Key) -> Value? {
    get { held[key.key] }
    set { held[key.key] = newValue }
  }

  subscript(key: Key, default value: @autoclosure () -> Value) -> Value {
    get { held[key.key, default: value()] }
    _modify { yield &held[key.key, default: value()] }
  }

  mutating func removeAll() { held.removeAll(keepingCapacity: true) }
}

extension KeyMap: Sendable where Value: Sendable {}
