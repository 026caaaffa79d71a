import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `lint` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func `says nothing about a good policy`() throws {
    try scratch.write(Policies.good, "a.policy")
    let run = try scratch.run("lint", "a.policy")
    #expect(run.status == 0)
    #expect(run.out.isEmpty)
    #expect(run.messages == "")
  }

  @Test func `shows the place, the word that was meant, and a summary`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    let run = try scratch.run("lint", "a.policy")
    #expect(run.status == 1)
    #expect(run.out.isEmpty)
    #expect(run.messages.contains("--> a.policy:5:3"))
    #expect(run.messages.contains("5 |   domian  provider: one"))
    #expect(run.messages.contains("^^^^^^"))
    #expect(run.messages.contains("`domain`"))
    #expect(run.messages.contains("1 error"))
  }

  @Test func `reads standard input`() throws {
    #expect(try scratch.run("lint", "-", input: Policies.good).status == 0)
    let run = try scratch.run("lint", "--format=compact", "-", input: Policies.misspelt)
    #expect(run.status == 1)
    #expect(run.text.hasPrefix("<stdin>:5:3: error[P0301]: "))
  }

  @Test func `finds policies below a folder, in the order of their paths`() throws {
    for name in ["b.policy", "a/z.policy", "a.policy", "c.txt", ".hidden/x.policy", ".x.policy"] {
      try scratch.write(Policies.misspelt, name)
    }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("a/loop"), withDestinationPath: "..")
    let run = try scratch.run("lint", "--format", "compact", ".")
    #expect(run.status == 1)
    #expect(
      run.lines.map { String($0.prefix { $0 != ":" }) } == ["a.policy", "a/z.policy", "b.policy"])
  }

  @Test func `shows what is wrong in a file once, however many policies import it`() throws {
    try scratch.write("language 1\nbreaker b { trap consecutive: 3 }\n", "common/b.policy")
    for name in ["one", "two"] {
      try scratch.write(
        Policies.good.replacing("\nendpoint", with: "import \"common/b.policy\"\n\nendpoint"),
        "\(name).policy")
    }
    let run = try scratch.run("lint", "--format", "compact", "one.policy", "two.policy")
    #expect(run.status == 1)
    #expect(run.lines.count { $0.contains("trap") } == 1)
    #expect(run.text.contains("common/b.policy:2:13: error"))
  }

  @Test func `takes fixes, says so, and leaves the rest of the file as it is`() throws {
    try scratch.write(Policies.mendable, "a.policy")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: scratch.path("a.policy"))
    #expect(try scratch.run("lint", "a.policy").status == 1)
    let run = try scratch.run("lint", "--fix", "a.policy")
    #expect(run.status == 0)
    #expect(run.messages.contains("a.policy:5:"))
    #expect(run.messages.contains("fixed: "))
    #expect(try scratch.run("lint", "a.policy").status == 0)
    #expect(try scratch.read("a.policy").hasSuffix("breaker  none\n}\n"))
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path("a.policy"))
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try scratch.names() == ["a.policy"])
  }

  @Test func `fixes through a symbolic link, which stays one`() throws {
    try scratch.write(Policies.mendable, "real/a.policy")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.policy"), withDestinationPath: "real/a.policy")
    #expect(try scratch.run("lint", "--fix", "link.policy").status == 0)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path("link.policy"))
        == "real/a.policy")
    #expect(try scratch.read("real/a.policy") != Policies.mendable)
  }

  @Test func `replaces a let, and refuses one that does not exist`() throws {
    let policy = Policies.good.replacing("language 1\n", with: "language 1\nlet limit: 3s\n")
      .replacing("deadline 3s", with: "deadline limit")
    try scratch.write(policy, "a.policy")
    #expect(try scratch.run("lint", "a.policy").status == 0)
    #expect(try scratch.run("lint", "--set", "limit=4s", "a.policy").status == 0)
    #expect(try scratch.run("lint", "--set", "limit=4", "a.policy").status == 1)
    let unknown = try scratch.run("lint", "--set", "limti=4s", "a.policy")
    #expect(unknown.status == 1)
    #expect(unknown.messages.contains("`limit`"))
    #expect(try scratch.run("lint", "--set", "limit", "a.policy").status == 2)
  }

  @Test func `colours only when asked, or on a terminal`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    let escape = "\u{1B}["
    #expect(try !scratch.run("lint", "a.policy").messages.contains(escape))
    #expect(
      try scratch.run(
        "lint", "--color", "always", "a.policy", environment: ["NO_COLOR": "1"]
      ).messages.contains(escape))
    // `script` gives the tool a terminal.
    let line = "script -qec '\"$policyc\" lint a.policy' /dev/null"
    #expect(try scratch.bash("TERM=xterm \(line)").text.contains("\(escape)1;31m"))
    #expect(try !scratch.bash("TERM=xterm NO_COLOR=1 \(line)").text.contains(escape))
    #expect(try !scratch.bash("TERM=dumb \(line)").text.contains(escape))
  }
}
