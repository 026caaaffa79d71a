/// What one pass over an answer's body finds: codes, a wish to wait, tokens used.
///
/// The pass goes forward once, in constant memory, over JSON that may be cut, wrong or hostile:
/// what is not whole is not taken, so that a longer prefix of an answer only ever adds to what a
/// shorter one has shown. Keys are looked at only where errors and usage stand, and never inside
/// texts.
struct AnswerScan: ~Copyable {
  /// A text that stands where codes do.
  struct Code {
    var text: JSONString
    var hash: UInt32
  }

  /// Codes remembered; whoever sends more of them is not listened to any longer.
  static let codesMax = 32
  /// Depth up to which containers are told apart; no provider's errors lie as deep.
  static let depthMax = 32

  /// Places of the codes found, in the order found.
  private(set) var codes: [32 of Code] = .init(
    repeating: Code(text: JSONString(0..<0), hash: 0))
  private(set) var codeCount = 0
  /// Nanoseconds that the error wants us to wait; below zero if it does not say.
  private(set) var retryDelay: Int64 = -1
  /// Tokens used, as far as told.
  private(set) var usage = TokenUsage()
  /// Whether an error is told in so many words: `event: error`, `"type": "error"`,
  /// `"status": "err"`, `"success": false`, or an `error` that is an object, a text, `true` or a
  /// list with anything in it.
  var saysError = false
  /// The first code found that is an error's status, 400 to 599; 0 for none.
  private(set) var codeStatus: UInt32 = 0
  /// Whether it is framed as events of a stream.
  var isStream = false

  /// Whether what is read is known to be an error, so that `type` or `status` at its top is its
  /// code.
  var isFailure: Bool

  // Where the pass stands.
  private var places: [32 of Place] = .init(repeating: .other)
  private var objects: UInt32 = 0
  private var depth = 0
  /// The key whose value comes next.
  private var key = AnswerKey.none
  /// The key that a colon has still to follow.
  private var named = AnswerKey.none
  private var isKeyNext = false
  private var isBroken = false

  /// A pass over an answer that is known to be a failure, or is not.
  init(isFailure: Bool) { self.isFailure = isFailure }

  /// Forgets where the pass stands, for another text.
  mutating func restart() {
    depth = 0
    (key, named) = (.none, .none)
    isKeyNext = false
    isBroken = false
  }

  /// Whether a code was found.
  func holds(_ code: PackedCode, _ texts: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
    // A view: the array itself would be copied for every look at it.
    let found = codes.span
    for i in 0..<codeCount where found[i].hash == code.hash {
      if found[i].text.equals(texts, code.text, in: bytes) { return true }
    }
    return false
  }

  /// Reads JSON, or a part of it that ends between two tokens.
  mutating func readJSON(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var i = range.lowerBound
    while i < range.upperBound && !isBroken {
      switch bytes[i] {
      case UInt8(ascii: "\""):
        i = readString(bytes, i + 1, range.upperBound)
        continue
      case UInt8(ascii: "-"), 0x30...0x39:
        i = readNumber(bytes, i, range.upperBound)
        continue
      case UInt8(ascii: "{"): open(isObject: true)
      case UInt8(ascii: "["): open(isObject: false)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
      case UInt8(ascii: ","): isKeyNext = isInObject
      case UInt8(ascii: ":"):
        isKeyNext = false
        key = named
        named = .none
      case UInt8(ascii: "t") where key == .error, UInt8(ascii: "f") where key == .success:
        readFlag(bytes, i, range.upperBound)
      default: break  // blanks, other words, and what is no JSON
      }
      i += 1
    }
  }

  // MARK: Containers

  private var isInObject: Bool {
    depth > 0 && depth <= AnswerScan.depthMax && objects & (1 << UInt32(depth - 1)) != 0
  }

  private var place: Place {
    depth > 0 && depth <= AnswerScan.depthMax ? places[depth - 1] : .other
  }

  private mutating func open(isObject: Bool) {
    let inside = depth == 0 ? .top : placeInside(isList: !isObject)
    if inside == .error && isObject && AnswerScan.holdsErrors(place) { saysError = true }
    if depth < AnswerScan.depthMax {
      places[depth] = inside
      let bit: UInt32 = 1 << UInt32(depth)
      if isObject { objects |= bit } else { objects &= ~bit }
    }
    depth += 1
    (key, named) = (.none, .none)
    isKeyNext = isObject
  }

  private mutating func close() {
    if depth > 0 { depth -= 1 }
    (key, named) = (.none, .none)
    isKeyNext = false
  }

  /// What a container is about that is found here.
  private func placeInside(isList: Bool) -> Place {
    guard isInObject else {
      switch place {
      case .top: return .top
      case .error, .errorList: return .error
      case .data: return .data
      case .results: return .results
      case .inner, .usage, .usageSoFar, .other: return .other
      }
    }
    switch place {
    case .top:
      switch key {
      case .error: return isList ? .errorList : .error
      case .errorResponse: return .error
      case .detail: return isFailure ? .error : .other
      case .inner: return .inner
      case .data: return .data
      case .usage: return .usage
      case .results: return .results
      case .none, .code, .kind, .type, .success, .status, .object, .itemCode, .retryDelay, .total,
        .input, .cached, .output:
        return .other
      }
    case .inner:
      if key == .error { return isList ? .errorList : .error }
      if key == .data { return .results }
      return key == .usage ? .usageSoFar : .other
    case .error, .errorList: return isList && key == .error ? .errorList : .error
    case .results: return .results
    case .data, .usage, .usageSoFar, .other: return .other
    }
  }

  // MARK: Values

  /// Reads `true` of an `error`, or `false` of a `success`.
  private mutating func readFlag(_ bytes: Span<UInt8>, _ at: Int, _ limit: Int) {
    guard place == .top else { return }
    let isTrue = key == .error && at + 4 <= limit && bytes.holds("true", at: at)
    if isTrue || key == .success && at + 5 <= limit && bytes.holds("false", at: at) {
      saysError = true
    }
  }

  /// Reads a string from behind its opening quote; gives the place behind the closing one.
  private mutating func readString(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var i = start
    var hasEscapes = false
    while i < limit {
      while i < limit && bytes[i] != UInt8(ascii: "\"") && bytes[i] != UInt8(ascii: "\\") { i += 1 }
      guard i < limit else { break }
      if bytes[i] == UInt8(ascii: "\"") {
        let text = JSONString(start..<i, hasEscapes: hasEscapes)
        if isKeyNext {
          named = place == .other ? .none : AnswerKey.read(text, in: bytes)
          isKeyNext = false
        } else {
          take(text, bytes)
          key = .none
        }
        return i + 1
      }
      hasEscapes = true
      i += 2
    }
    // Cut: half a text may say the opposite of the whole.
    isBroken = true
    return limit
  }

  private mutating func readNumber(_ bytes: Span<UInt8>, _ start: Int, _ limit: Int) -> Int {
    var i = start + 1
    while i < limit, AnswerScan.isNumeric(bytes[i]) { i += 1 }
    // Cut, perhaps: more digits may follow.
    if i == limit {
      isBroken = true
      return limit
    }
    if isInObject {
      let text = JSONString(start..<i)
      if place == .usage || (place == .usageSoFar && key != .output) {
        usage.take(key, bytes, start..<i)
      } else if isCode {
        add(text, bytes)
      }
      key = .none
    }
    return i
  }

  private static func isNumeric(_ byte: UInt8) -> Bool {
    byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
  }

  /// Whether a value under the key read last is a code.
  private var isCode: Bool {
    switch (place, key) {
    case (.top, .code), (.top, .error), (.data, .itemCode), (.results, .code), (.results, .error):
      true
    case (.top, .kind), (.top, .type), (.top, .status): isFailure
    case (.error, .code), (.error, .kind), (.error, .type), (.error, .status), (.error, .error),
      (.error, .itemCode):
      true
    case (.inner, .error): true
    default: false  // the others of all pairs
    }
  }

  private mutating func take(_ text: JSONString, _ bytes: Span<UInt8>) {
    if !isInObject {
      guard place == .errorList else { return }
      add(text, bytes)
      addHead(text, bytes)
      return
    }
    if saysError(text, bytes) { saysError = true }
    if place == .error && key == .retryDelay,
      let delay = WaitText.duration(bytes, text.start..<text.end)
    {
      retryDelay = delay
    }
    if isCode { add(text, bytes) }
  }

  /// Whether a text by itself says that the answer is an error.
  private func saysError(_ text: JSONString, _ bytes: Span<UInt8>) -> Bool {
    switch (place, key) {
    case (.top, .error), (.results, .error): text.start < text.end
    case (.top, .type), (.top, .object): text.equals("error", in: bytes)
    case (.top, .status): text.equals("err", in: bytes) || text.equals("error", in: bytes)
    default: false  // the others of all pairs
    }
  }

  private mutating func add(_ text: JSONString, _ bytes: Span<UInt8>) {
    if codeStatus == 0 { codeStatus = AnswerScan.errorStatus(text, bytes) }
    guard codeCount < AnswerScan.codesMax else { return }
    codes[codeCount] = Code(text: text, hash: text.hash(in: bytes))
    codeCount += 1
    if place == .errorList { saysError = true }
  }

  /// Adds a text of a list up to its second colon: Kraken appends details to some of its errors
  /// there (docs.kraken.com/api, error format `<severity><category>:<type>[:<details>]`).
  private mutating func addHead(_ text: JSONString, _ bytes: Span<UInt8>) {
    var colons = 0
    for i in text.start..<text.end where bytes[i] == UInt8(ascii: ":") {
      colons += 1
      if colons == 2 {
        return add(JSONString(text.start..<i, hasEscapes: text.hasEscapes), bytes)
      }
    }
  }
}
