// The names are those of the header.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import CPolicyc
import PolicyGraph
import PolicyRuntime

/// Is described in the header: `policyc_word`.
@c @implementation
public func policyc_word(_ set: UInt32, _ number: UInt32) -> UnsafePointer<CChar>? {
  guard let raw = UInt8(exactly: number), let word = word(in: set, raw) else { return nil }
  // A literal, which ends with a zero byte.
  return UnsafeRawPointer(word.utf8Start).assumingMemoryBound(to: CChar.self)
}

private func word(in set: UInt32, _ raw: UInt8) -> StaticString? {
  switch set {
  case 0: Reason(rawValue: raw)?.word
  case 1: Reason(rawValue: raw)?.sentence
  case 2: Action.Kind(rawValue: raw)?.word
  case 3: DecisionKind(rawValue: raw)?.word
  case 4: Execution(rawValue: raw)?.word
  case 5: ResponseKind(rawValue: raw)?.word
  case 6: Scope(rawValue: raw)?.word
  case 7: Transport(rawValue: raw)?.word
  case 8: Delivery(rawValue: raw)?.word
  default: nil  // a number that no set has
  }
}
