#if HTTPClient
  /// Reads the JSON of an LLM's answer byte by byte in constant memory, and reports the places of
  /// values that are not empty.
  ///
  /// It follows brackets and strings and validates nothing.
  struct ChatJSON: Sendable {
    /// What a container is about.
    enum Place: Sendable {
      case top
      /// `choices`, and one of them.
      case choices, choice
      /// `message` or `delta` of a choice.
      case message
      /// A container that is content, or reasoning, as soon as it holds anything.
      case content, thoughts
      /// `content` of a message of Anthropic's, and a block of it.
      case blocks, block
      /// `delta` of an event of Anthropic's.
      case delta
      case other
    }

    /// The keys that say something.
    enum Key: String, CaseIterable, Sendable {
      case none = ""
      case choices, message, delta, content, role, text, thinking, refusal, type, audio, images
      case toolCalls = "tool_calls"
      case functionCall = "function_call"
      case finishReason = "finish_reason"
      case stopReason = "stop_reason"
      case contentBlock = "content_block"
      case partialJSON = "partial_json"
      case other

      /// All of them by the count of their letters.
      private static let byCount: [[(letters: [UInt8], key: Key)]] = {
        let keys = allCases.map { (letters: Array($0.rawValue.utf8), key: $0) }
        let longest = keys.map(\.letters.count).max() ?? 0
        return (0...longest).map { count in keys.filter { $0.letters.count == count } }
      }()

      /// What a member is called.
      init(spelled letters: [UInt8]) {
        let candidates = letters.count < Key.byCount.count ? Key.byCount[letters.count] : []
        self = candidates.first { $0.letters == letters }?.key ?? .other
      }
    }

    /// What a byte completed.
    enum Finding {
      case none
      /// The start of a list, with the container and the key that hold it.
      case list(Place, Key)
      /// A value that is neither null nor empty; `word` is the start of a string.
      case value(Place, Key)
      /// The top-level value is no object.
      case foreign
    }

    private struct Container: Sendable {
      var place: Place
      var isObject: Bool
    }

    private enum Inside: Sendable {
      case structure, text, escape, scalar
    }

    /// Nested containers that are tracked; deeper ones are only counted.
    private static let depthMax = 32
    /// A longer string is neither a key nor a finish reason.
    private static let wordMax = 40

    private var containers: [Container] = []
    private var deeper = 0
    private var key = Key.none
    private var isKeyNext = false
    private var inside = Inside.structure
    private var letters: [UInt8] = []
    /// Whether the whole value has come.
    private(set) var isOver = false

    /// Begins another value.
    mutating func restart() {
      containers.removeAll(keepingCapacity: true)
      letters.removeAll(keepingCapacity: true)
      (deeper, key, isKeyNext, inside, isOver) = (0, .none, false, .structure, false)
    }

    /// The beginning of the text that was read last, as it stands there.
    var word: String { String(decoding: letters, as: UTF8.self) }

    /// Whether the value that was found last is a text.
    var isText: Bool { !letters.isEmpty }

    private var place: Place { deeper > 0 ? .other : containers.last?.place ?? .other }

    /// Reads on.
    mutating func take(_ byte: UInt8) -> Finding {
      switch inside {
      case .escape:
        inside = .text
        add(byte)
        return .none
      case .text: return takeText(byte)
      case .structure: return takeStructure(byte)
      case .scalar:
        // Digits and letters go on until something else comes.
        guard ChatJSON.isScalar(byte) else {
          inside = .structure
          return takeStructure(byte)
        }
        return .none
      }
    }

    private mutating func takeText(_ byte: UInt8) -> Finding {
      switch byte {
      case UInt8(ascii: "\\"):
        inside = .escape
        add(byte)
      case UInt8(ascii: "\""):
        inside = .structure
        if isKeyNext {
          key = Key(spelled: letters)
        } else if !letters.isEmpty {
          return .value(place, key)
        }
      default: add(byte)  // a byte of the text
      }
      return .none
    }

    private mutating func add(_ byte: UInt8) {
      if letters.count < ChatJSON.wordMax { letters.append(byte) }
    }

    private mutating func takeStructure(_ byte: UInt8) -> Finding {
      switch byte {
      case UInt8(ascii: "{"): return open(isObject: true)
      case UInt8(ascii: "["): return open(isObject: false)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
      case UInt8(ascii: ","):
        isKeyNext = deeper == 0 && containers.last?.isObject == true
        if !isKeyNext { key = .none }
      case UInt8(ascii: ":"): isKeyNext = false
      case UInt8(ascii: "\""):
        inside = .text
        letters.removeAll(keepingCapacity: true)
      case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: break
      default:  // a number, `true`, `false` or `null`
        inside = .scalar
        if byte == UInt8(ascii: "n") { return .none }
        letters.removeAll(keepingCapacity: true)
        return containers.isEmpty ? .foreign : .value(place, key)
      }
      return .none
    }

    private static func isScalar(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."):
        true
      default: false  // what ends a number or a word
      }
    }
  }

  extension ChatJSON {
    private mutating func open(isObject: Bool) -> Finding {
      let (outer, under) = (place, key)
      let isTop = containers.isEmpty
      if containers.count < ChatJSON.depthMax {
        containers.append(Container(place: inner(isObject), isObject: isObject))
        isKeyNext = isObject
      } else {
        deeper += 1
        isKeyNext = false
      }
      key = .none
      letters.removeAll(keepingCapacity: true)
      if isTop { return isObject ? .none : .foreign }
      // A container in a list is more than nothing, whatever is in it.
      if outer == .content || outer == .thoughts { return .value(outer, under) }
      return isObject ? .none : .list(outer, under)
    }

    private mutating func close() {
      if deeper > 0 { deeper -= 1 } else { _ = containers.popLast() }
      key = .none
      isKeyNext = false
      isOver = containers.isEmpty
    }

    /// What a container is about that begins here.
    private func inner(_ isObject: Bool) -> Place {
      guard !containers.isEmpty else { return isObject ? .top : .other }
      switch (place, key) {
      case (.top, .choices): return isObject ? .other : .choices
      case (.top, .content): return isObject ? .other : .blocks
      case (.top, .contentBlock): return isObject ? .block : .other
      case (.top, .delta): return isObject ? .delta : .other
      case (.choices, _): return isObject ? .choice : .other
      case (.choice, .message), (.choice, .delta): return isObject ? .message : .other
      case (.message, .content), (.message, .toolCalls), (.message, .functionCall),
        (.message, .audio), (.message, .images):
        return .content
      case (.message, _): return .thoughts
      case (.blocks, _): return isObject ? .block : .other
      default: return .other  // the others of all pairs
      }
    }
  }
#endif
