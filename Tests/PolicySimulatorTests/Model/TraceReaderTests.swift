import PolicyGraph
import PolicySimulator
import TestThreads
import Testing

@Suite(.offPool) struct `files of requests` {
  /// A reader of a text that comes in pieces of some bytes.
  private func reader(_ bytes: [UInt8], pieces: Int = 65_536) -> TraceReader {
    var rest = bytes[...]
    return TraceReader(
      name: "r.csv", suggest: { word, list in list.first { $0.first == word.first } }
    ) {
      defer { rest = rest.dropFirst(pieces) }
      return Array(rest.prefix(pieces))
    }
  }

  private func rows(_ text: String, pieces: Int = 65_536) throws -> [TraceRow] {
    let reader = reader(Array(text.utf8), pieces: pieces)
    var rows: [TraceRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  private func problems(_ text: String) -> [String] {
    reader(Array(text.utf8)).check(routes: ["chat", "other"]).problems
      .map { "\($0.line): \($0.message)" }
  }

  @Test(arguments: [1, 2, 3, 7, 64, 65_536])
  func `every column is read, in any order and in any pieces`(pieces: Int) throws {
    let text =
      "\u{FEFF}tags,size,\"t\",key,route\r\n"
      + "plan=paid;tier=\"gold\",,0,,\r\n".replacing("\"gold\"", with: "gold")
      + "\r\n"
      + "\"a=b,c;d=\",5000,1.5,\"k\"\"1\n2\",chat\n"
      + ",0,1.500000001,x,chat"
    let rows = try rows(text, pieces: pieces)
    #expect(rows.map(\.at.ns) == [0, 1_500_000_000, 1_500_000_001])
    #expect(rows.map(\.line) == [2, 4, 6])
    #expect(rows.map(\.route) == [nil, "chat", "chat"])
    #expect(rows.map(\.size) == [nil, 5000, 0])
    #expect(rows.map { String(decoding: $0.key, as: UTF8.self) } == ["", "k\"1\n2", "x"])
    let tags = rows.map { row in
      row.tags.map {
        String(decoding: $0.name, as: UTF8.self) + ":" + String(decoding: $0.value, as: UTF8.self)
      }
    }
    #expect(tags == [["plan:paid", "tier:gold"], ["a:b,c", "d:"], []])
  }

  @Test func `a time is exact to the nanosecond, and 30 days at most`() throws {
    for (text, ns) in [
      ("0", 0), ("0.000000001", 1), ("0.1", 100_000_000), ("00.30", 300_000_000),
      ("2592000", 2_592_000_000_000_000), ("1.0000000010000", 1_000_000_001),
      ("2592000.000000000", 2_592_000_000_000_000), ("16777217.5", -1),
    ] {
      if ns < 0 {
        #expect(problems("t\n\(text)\n") == ["2: `t` is 30 days at most"])
      } else {
        #expect(try rows("t\n\(text)").map(\.at.ns) == [Int64(ns)], "\(text)")
      }
    }
    #expect(problems("t\n2592000.000000001\n").first?.contains("30 days at most") == true)
    #expect(problems("t\n0.0000000001\n").first?.contains("finer than a nanosecond") == true)
    let many = String(repeating: "9", count: 400)
    #expect(problems("t\n\(many)\n").first?.contains("30 days at most") == true)
    for text in ["-1", "+1", "1e3", ".5", "5.", "1.2.3", " 1", "0x1", "\"\"", "nan", "١"] {
      #expect(problems("t\n\(text)\n").first?.contains("`t` is seconds") == true, "\(text)")
    }
  }

  @Test func `times stand still or rise`() throws {
    #expect(try rows("t\n1\n1\n1.0\n2").count == 4)
    #expect(problems("t\n1\n0.999999999\n1\n").map { $0.prefix(12) } == ["3: `t` falls"])
  }

  @Test func `a size is a whole number that 64 bits hold`() throws {
    #expect(try rows("t,size\n0,9223372036854775807").first?.size == .max)
    for text in ["9223372036854775808", "-1", "5k", "1.0", "1 000"] {
      #expect(problems("t,size\n0,\(text)\n").first?.hasPrefix("2: `size` is a whole") == true)
    }
  }

  @Test(arguments: [
    ("", "0: it is empty; its first line is `t,route,size,key,tags`"),
    ("\n\r\n", "0: it is empty"),
    ("t\n", "0: there is no request below the header"),
    ("t,ruote\n", "1: there is no column `ruote`; did you mean `route`?"),
    ("t,t\n", "1: column `t` is there twice"),
    ("T\n0\n", "1: there is no column `T`"),
    ("route,size\n", "1: there is no column `t`, when a request arrives"),
    ("t,\n", "1: column 2 has no name that a column can have"),
    ("t,AWS_KEY=abc/def\n", "1: column 2 has no name that a column can have; the header is"),
    ("t,route\n0\n", "2: 1 field, but the header names 2"),
    ("t\n0,1\n", "2: 2 fields, but the header names 1"),
    ("t,route\n0,caht\n", "2: `route` is none of the scenario's: it has traffic for chat"),
    ("t,key\n0,a\"b\n", "2: a field with `\"` in it stands in quotation marks"),
    ("t,key\n0,\"a\"b\n", "2: a comma or the line's end follows a closing `\"`"),
    ("t,key\n0,\"a\n1,b\n", "2: the quotation mark that begins here is never closed"),
    ("t,tags\n0,paid\n", "2: `tags` are as `plan=paid;tier=gold`: each has"),
    ("t,tags\n0,=paid\n", "2: `tags` are as"),
    ("t,tags\n0,a=1;a=2\n", "2: `tags` names a tag twice"),
  ]) func `what is wrong is said with its line, and what to do`(text: String, message: String) {
    #expect(problems(text).first?.hasPrefix(message) == true, "\(problems(text))")
  }

  @Test func `problems are collected, twenty at most, and reading goes on behind each`() {
    let bad = "t,key\n" + (0..<30).map { $0 % 3 == 0 ? "x\($0),a\n" : "\($0),\"k\"\n" }.joined()
    #expect(problems(bad).count == 10)
    #expect(problems(bad)[1].hasPrefix("5: `t` is seconds from the start, as `12.5`: this is no"))
    let worse = "t\n" + String(repeating: "?\n", count: 19)
    #expect(problems(worse).count == 19)
    #expect(problems(worse + "?\n").count == 20)
    #expect(problems(worse + "?\n?\n").count == 20)
    #expect(problems("t,key\n0,a\"b\n0,c\n?,d\n").map { $0.prefix(2) } == ["2:", "4:"])
  }

  @Test func `a line has 64 KiB at most`() throws {
    let most = String(repeating: "x", count: 65_536 - 2)
    for end in ["", "\n", "\r\n", "\n1,b\n"] {
      #expect(try rows("t,key\n0,\(most)\(end)", pieces: 4096).first?.key.count == most.count)
    }
    #expect(
      problems("t,key\n0,\(most)x\n1,y\n?,z\n").map { $0.prefix(21) } == [
        "2: the line has more ", "4: `t` is seconds fro",
      ])
    let quoted = "t,key\n0,\"" + String(repeating: "x\n", count: 40_000)
    #expect(problems(quoted).first?.hasPrefix("2: the line has more than 65536 bytes") == true)
  }

  @Test func `whatever the bytes and the pieces, the same is read and the same refused`() {
    var state: UInt64 = 1
    func random(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    let words = [
      "0", "1", "1.5", "t", ",", ",", "\n", "\n", "\r\n", "\"", "\"\"", "a=b", ";", "\u{FEFF}", "é",
      "route", "\0",
    ]
    var read = 0
    var refused = 0
    for round in 0..<3000 {
      let header = ["", "t\n", "t,key\n", "t,tags\n"][round % 4]
      // Every other text is mostly in order.
      let noise = round % 2 == 0 ? words : ["0\n", "0\n", "1\r\n", "\n", "0,x\n", ","]
      let text = header + (0..<random(40)).map { _ in noise[random(noise.count)] }.joined()
      let whole = reader(Array(text.utf8)).check(routes: [])
      read += whole.requests
      refused += whole.problems.count
      for pieces in [1, 2, 5] {
        #expect(reader(Array(text.utf8), pieces: pieces).check(routes: []) == whole)
      }
    }
    #expect(read > 100 && refused > 100)
  }

  @Test func `a file that can no longer be read is an error, once`() throws {
    var pieces: [[UInt8]?] = [Array("t\n0\n1".utf8), nil]
    let reader = TraceReader(name: "r.csv") { pieces.isEmpty ? [] : pieces.removeFirst() }
    #expect(try reader.next()?.at == .zero)
    #expect(throws: TraceProblem.self) { try reader.next() }
    #expect(try reader.next() == nil)
  }

  @Test func `a check counts the requests and knows when the last one comes`() {
    let check = reader(Array("t\n0\n5\n7.25\n".utf8)).check(routes: [])
    #expect(check.problems == [])
    #expect(check.requests == 3)
    #expect(check.end == .ms(7250))
  }
}
