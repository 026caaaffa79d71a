/// What an answer says of the key, or of its beginning.
struct Leak {
  let key: String
  let fault: Fault

  private var said: String { fault.kind == .almost ? String(key.dropLast(4)) : key }

  /// As JSON has it: in pieces of so many characters, every other one in escapes; or whole.
  var pieces: [String] {
    guard let size = fault.number, size > 0 else { return [escaped(said)] }
    let letters = Array(said)
    return stride(from: 0, to: letters.count, by: size).map { start in
      let piece = String(letters[start..<min(start + size, letters.count)])
      return start / size % 2 == 0 ? piece : escaped(piece)
    }
  }

  /// An answer with the key, in escapes, in a mark's place.
  func put(into body: [UInt8], at mark: String) -> [UInt8] {
    Array(String(decoding: body, as: UTF8.self).replacing(mark, with: escaped(said)).utf8)
  }

  private func escaped(_ text: String) -> String {
    text.utf16.map { unit in
      let digits = String(unit, radix: 16)
      return unit == 0x2F
        ? "\\/" : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}
