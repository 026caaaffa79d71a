/// The words in which the exports speak of a graph, written once for pictures and tables.
///
/// A phrase holds names as they are: each export escapes them in its own way.
struct Phrase {
  let graph: FailoverGraph

  init(_ graph: FailoverGraph) { self.graph = graph }

  /// Appends the bytes of a name.
  func name(_ name: Name, to text: inout ByteText) { text.append(graph.bytes(name)) }

  /// A doc comment in lines of readable width; the lines of the source are not kept.
  func doc(_ doc: Name?) -> [ByteText] {
    guard let doc else { return [] }
    var words = PhraseList(separator: " ")
    for line in graph.bytes(doc).split(separator: UInt8(ascii: "\n")) {
      words.add { $0.append(line) }
    }
    return words.text.wrapped(at: 64).filter { !$0.bytes.isEmpty }
  }

  /// The name of an endpoint or a group.
  func name(_ target: Target) -> Name {
    switch target {
    case .endpoint(let id): graph.endpoints[id].name
    case .group(let id): graph.groups[id].name
    }
  }

  /// The names of classes, parted by commas.
  func classes(_ members: Rows<ClassMember>) -> ByteText {
    var list = PhraseList(separator: ", ")
    for member in graph.classMembers[members] {
      let name = graph.classes[member.errorClass].name
      list.add { $0.append(graph.bytes(name)) }
    }
    return list.text
  }
}

/// Pieces of text with a separator between them.
struct PhraseList {
  private let separator: StaticString
  private(set) var text = ByteText()

  init(separator: StaticString = " · ") { self.separator = separator }

  var isEmpty: Bool { text.bytes.isEmpty }

  /// Adds a piece; one that stays empty leaves no separator.
  mutating func add(_ write: (inout ByteText) -> Void) {
    let piece = ByteText(write)
    guard !piece.bytes.isEmpty else { return }
    if !isEmpty { text.append(separator) }
    text.append(piece)
  }

  /// Adds a word.
  mutating func add(_ word: StaticString) { add { $0.append(word) } }

  /// Adds a time if it is stated.
  mutating func add(_ word: StaticString, _ time: Tick?, _ after: StaticString = "") {
    guard let time else { return }
    add {
      $0.append(word)
      $0.append(time)
      $0.append(after)
    }
  }

  /// Adds a rate if it is stated.
  mutating func add(_ word: StaticString, _ rate: Rate?, _ after: StaticString = "") {
    guard let rate else { return }
    add {
      $0.append(word)
      $0.append(rate, unit: after)
    }
  }

  /// Adds a share if it is stated.
  mutating func add(_ word: StaticString, _ share: Share?, _ after: StaticString = "") {
    guard let share else { return }
    add {
      $0.append(word)
      $0.append(share)
      $0.append(after)
    }
  }

  /// Adds a factor if it is stated.
  mutating func add(_ word: StaticString, _ factor: Factor?) {
    guard let factor else { return }
    add {
      $0.append(word)
      $0.append(factor)
    }
  }

  /// Adds a count if it is stated.
  mutating func add(_ word: StaticString, _ count: UInt32?, _ after: StaticString = "") {
    guard let count else { return }
    add { $0.append(word, Int(count), after) }
  }
}

extension ByteText {
  /// A rate of something: `2M tokens/min`.
  mutating func append(_ rate: Rate, unit: StaticString) {
    append(size: rate.amount)
    append(unit)
    append(per: rate.per)
  }
}
