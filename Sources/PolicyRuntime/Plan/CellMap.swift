/// What one cell of shared state belongs to: what equal keys of two plans say means the same.
///
/// 128 bits of hash stand for the names: of a million cells, two collide with a probability of
/// 10⁻²⁷.
struct CellKey: BitwiseCopyable, Equatable {
  private var a: UInt64
  private var b: UInt64

  /// A key of a kind of cell; parts are added by `with`.
  init(_ kind: CellKind) {
    a = 0xCBF2_9CE4_8422_2325 ^ UInt64(kind.rawValue)
    b = 0x6C62_272E_07BB_0142 ^ UInt64(kind.rawValue)
  }

  /// The key with a text; the end of each text is part of it.
  func with(_ bytes: ArraySlice<UInt8>) -> CellKey {
    var key = self
    for byte in bytes { key.add(UInt64(byte)) }
    key.add(0x100)
    return key
  }

  /// The key with a number.
  func with(_ number: Int64) -> CellKey {
    var key = self
    key.add(UInt64(bitPattern: number))
    key.add(0x101)
    return key
  }

  /// FNV-1a with the number in place of a byte, in two lanes with different primes.
  private mutating func add(_ value: UInt64) {
    a = (a ^ value) &* 0x0000_0100_0000_01B3
    b = (b ^ (value &+ 0x9E37_79B9)) &* 0x9E37_79B9_7F4A_7C15
    b ^= b >> 29
  }

  /// Where a table of `mask + 1` places looks first.
  func place(_ mask: Int) -> Int {
    Int(truncatingIfNeeded: (a ^ (a >> 31)) &* 0xBF58_476D_1CE4_E5B9 >> 20) & mask
  }
}

/// What a cell holds.
enum CellKind: UInt8, BitwiseCopyable {
  case endpoint, breaker, window, slot, credential, account, address, provider
  case requests, tokens, concurrency, holder, ticket, budget, latency, brownout, notify
}

/// One cell that a plan needs.
struct CellSpec: BitwiseCopyable {
  var key: CellKey
  var kind: CellKind
  var words: Int
  /// What the order of its words depends on besides their number: two plans share the memory of a
  /// cell only where this is equal too.
  var layout: UInt64 = 0
  /// What it belongs to, for reports: an endpoint, a route or a group by its index.
  var owner: UInt32
}

/// The cells of a plan under construction: an open hash table over them.
struct CellMap {
  private(set) var specs: [CellSpec] = []
  private var table = [UInt32](repeating: none, count: 64)

  /// The cell of a key; a new one if it has none yet.
  mutating func cell(
    _ key: CellKey, _ kind: CellKind, words: Int, layout: UInt64 = 0, owner: Int
  ) -> UInt32 {
    if specs.count * 2 >= table.count { grow() }
    let place = CellMap.place(of: key, in: table, specs)
    if table[place] != none { return table[place] }
    table[place] = UInt32(specs.count)
    specs.append(
      CellSpec(key: key, kind: kind, words: words, layout: layout, owner: UInt32(owner)))
    return table[place]
  }

  /// The cell of a key, if there is one.
  func find(_ key: CellKey) -> Int? {
    let found = table[CellMap.place(of: key, in: table, specs)]
    return found == none ? nil : Int(found)
  }

  private static func place(of key: CellKey, in table: [UInt32], _ specs: [CellSpec]) -> Int {
    let mask = table.count - 1
    var place = key.place(mask)
    while table[place] != none && specs[Int(table[place])].key != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: none, count: table.count * 2)
    for (i, spec) in specs.enumerated() {
      larger[CellMap.place(of: spec.key, in: larger, specs)] = UInt32(i)
    }
    table = larger
  }
}
