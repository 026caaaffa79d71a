import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `graph, its cut sets` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
    try scratch.write(selecting, "select.policy")
  }

  /// Two routes, of which one asks what requests are like.
  private let selecting = """
    language 1
    endpoint a { url "https://a.test"; timeout attempt: 1s; domain region: east }
    endpoint b { url "https://b.test"; timeout attempt: 1s; domain region: east }
    endpoint c { url "https://c.test"; timeout attempt: 1s }
    active-active both { member a; member b; balance random }
    select plans { when tag: plan, is: ["paid", "gold"] { to both }; otherwise { to c } }
    degrade low { step other { use c } }
    route first { to plans; effect read; deadline 9s; errors http; degrade low; retry none; breaker none }
    route second { to c; effect read; deadline 9s; errors http; retry none; breaker none }

    """

  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../..").standardized

  @Test func `are listed for a person, single points first`() throws {
    let run = try scratch.run("graph", "--cut-sets", "select.policy")
    #expect(run.status == 0)
    #expect(run.messages == "")
    #expect(
      run.text == """
        route first
          when plan is paid or gold
            a full answer comes from a, b, until these are out:
              SINGLE POINT  region: east
              2 together    endpoint a + endpoint b
            any answer comes from a, b, c, until these are out:
              2 together  region: east + endpoint c
              3 together  endpoint a + endpoint b + endpoint c
          otherwise
            a full answer comes from c, until these are out:
              SINGLE POINT  endpoint c
            any answer comes from c, until these are out:
              SINGLE POINT  endpoint c

        route second
          a full answer comes from c, until these are out:
            SINGLE POINT  endpoint c
          any answer comes from c, until these are out:
            SINGLE POINT  endpoint c

        """)
    let colored = try scratch.run("graph", "--cut-sets", "--color", "always", "select.policy")
    #expect(colored.text.contains("\u{1B}[31m      SINGLE POINT  region: east\u{1B}[0m"))
  }

  @Test func `of one route, into a file, without colours`() throws {
    let run = try scratch.run(
      "graph", "--cut-sets", "--route", "second", "--color", "always", "-o", "sets.txt",
      "select.policy")
    #expect(run.text == "")
    let text = try scratch.read("sets.txt")
    #expect(text.hasPrefix("route second\n"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func `hold in JSON against the schema`() throws {
    let schema = `graph, its cut sets`.repository
      .appendingPathComponent("grammar/schemas/cut-sets.schema.json").path
    let example = `graph, its cut sets`.repository
      .appendingPathComponent("examples/order-entry.policy").path
    try scratch.write(
      """
      import json, sys
      try: import jsonschema
      except ImportError: sys.exit(77)
      schema = json.load(open('\(schema)'))
      for part in [schema] + [p for p in schema['$defs'].values()]:
        part['additionalProperties'] = False
      check = jsonschema.Draft202012Validator(schema)
      for name in sys.argv[1:]: check.validate(json.load(open(name)))
      """, "check.py")
    for (number, file) in ["a.policy", "select.policy", example].enumerated() {
      let run = try scratch.run("graph", "--cut-sets", "--format", "json", file)
      #expect(run.messages == "")
      try scratch.write(run.out, "\(number).json")
    }
    let check = try scratch.bash("python3 check.py 0.json 1.json 2.json")
    if check.status == 77 || check.status == 127 {
      try Test.cancel("python3 has no jsonschema here")
    }
    #expect(check.status == 0, "\(check.messages)")
  }

  @Test func `have in JSON the other names of an outage`() throws {
    let run = try scratch.run("graph", "--cut-sets", "--format", "json", "a.policy")
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    #expect(json["formatVersion"] as? Int == 1)
    let route = try #require((json["routes"] as? [[String: Any]])?.first)
    let way = try #require((route["ways"] as? [[String: Any]])?.first)
    let full = try #require(way["full"] as? [String: Any])
    #expect(full["broken"] as? String == "by-sets")
    #expect(full["more"] as? Int == 0)
    let sets = try #require(full["sets"] as? [[[String: Any]]])
    #expect(sets.map { $0.map { $0["name"] as? String } } == [["one", "two"]])
    let alike = sets[0][0]["alike"] as? [[String: String]]
    #expect(alike == [["endpoint": "a"]])
  }

  @Test(arguments: [
    (["--cut-sets", "--format", "dot"], "its formats are text and json, not dot"),
    (["--cut-sets", "--outage", "provider:one"], "leave `--outage` out"),
    (["--format", "text"], "only `--cut-sets` has the format text"),
    (["--cut-sets", "--route", "chit"], "there is no route `chit`; did you mean `chat`?"),
    (["--outage", "one"], "`--outage one`: write LABEL:NAME, as in `provider:one`"),
    (["--outage", "provder:one"], "in a domain `provder`; did you mean `provider`?"),
    (["--outage", "provider:tow"], "no provider is called `tow`; did you mean `two`?"),
    (["--outage", "provider:xxxxxx"], "there are `one`, `two`"),
    (["--outage", "endpoint:c"], "there is no endpoint `c`"),
    (["--outage"], "`--outage` needs a value"),
  ]) func `and outages that make no sense are refused`(words: [String], message: String) throws {
    let run = try scratch.run(["graph", "a.policy"] + words)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}

@Suite(.offPool) struct `graph, an outage` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Plans.simple, "a.policy")
  }

  @Test func `is drawn in every format`() throws {
    let dot = try scratch.run("graph", "--outage", "provider: one", "a.policy").text
    #expect(dot.contains("Outage: provider one\\nchat: full answers from b"))
    #expect(dot.contains("✕ a\\nout with provider one"))
    #expect(dot.contains("▶ takes over"))
    let mermaid = try scratch.run(
      "graph", "--outage", "provider:one", "--format", "mermaid", "a.policy"
    ).text
    #expect(mermaid.contains("Outage: provider one<br/>chat: full answers from b"))
    #expect(mermaid.contains("style e0 fill:#f0f0f0"))
    #expect(mermaid.contains("style e1 stroke:#1d7a34"))
  }

  @Test func `of everything leaves no answer`() throws {
    let dot = try scratch.run(
      "graph", "--outage", "provider:one", "--outage", "endpoint:b", "--route", "chat", "a.policy"
    ).text
    #expect(dot.contains("Outage: provider one, endpoint b\\nchat: no answer at all"))
    #expect(!dot.contains("▶ takes over"))
  }

  @Test func `has a state for each part in JSON`() throws {
    let run = try scratch.run(
      "graph", "--outage", "provider:one", "--format", "json", "a.policy")
    let json = try #require(try JSONSerialization.jsonObject(with: run.out) as? [String: Any])
    let nodes = try #require(json["nodes"] as? [[String: Any]])
    let states = nodes.filter { $0["state"] != nil }.map {
      "\($0["id"] as? String ?? "") \($0["state"] as? String ?? "")"
    }
    #expect(
      states == [
        "route:chat full", "group:both left", "endpoint:a out", "endpoint:b takes-over",
      ])
    let plain = try scratch.run("graph", "--format", "json", "a.policy").text
    #expect(!plain.contains("\"state\"") && !plain.contains("\"outage\""))
  }
}
