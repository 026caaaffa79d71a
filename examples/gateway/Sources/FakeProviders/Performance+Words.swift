/// What is said beside the numbers.
extension Performance {
  /// What a model says that goes on with a text, before it does or in the place of that.
  var introduction: [String] {
    guard call.begun != nil else { return [] }
    return switch fault.kind {
    case .sure: ["Sure", "! Here is the", " continuation:\\n\\n"]
    case .cannot: ["I'm sorry, ", "but I can't continue that message."]
    case .anew: [answer.said(0..<4), " and so on, or rather"]
    default: []  // what has nothing to do with it
    }
  }

  /// What it says of the key, as JSON has it: in pieces of so many characters, every other one in
  /// escapes; or whole.
  var leaks: [String] {
    guard [.leak, .leakcut, .almost].contains(fault.kind) else { return [] }
    let said = fault.kind == .almost ? String(call.key.dropLast(4)) : call.key
    guard let size = fault.number, size > 0 else { return [escaped(said)] }
    let letters = Array(said)
    return stride(from: 0, to: letters.count, by: size).map { start in
      let piece = String(letters[start..<min(start + size, letters.count)])
      return start / size % 2 == 0 ? piece : escaped(piece)
    }
  }

  /// An answer with the key, in escapes, in a mark's place.
  func leaking(_ body: [UInt8], _ mark: String) -> [UInt8] {
    let said = fault.kind == .almost ? String(call.key.dropLast(4)) : call.key
    return Array(String(decoding: body, as: UTF8.self).replacing(mark, with: escaped(said)).utf8)
  }

  private func escaped(_ text: String) -> String {
    text.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return unit == 0x2F ? "\\/" : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
