import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `files that cannot be used` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func complaint(_ name: String) throws -> String {
    let run = try scratch.run("lint", name)
    #expect(run.status == 2)
    return run.messages
  }

  @Test func `each has a clear message and exit code 2, and none hangs`() throws {
    #expect(try complaint("x.policy") == "policyc: cannot read `x.policy`: there is no such file\n")
    #expect(try complaint("x") == "policyc: cannot read `x`: there is no such file\n")
    _ = try scratch.bash("mkfifo fifo.policy")
    #expect(try complaint("fifo.policy").contains("it is not a regular file"))
    #expect(try complaint("/dev/zero").contains("it is not a regular file"))
    try FileManager.default.createDirectory(
      atPath: scratch.path("empty"), withIntermediateDirectories: true)
    #expect(try complaint("empty").contains("there is no `*.policy` below `empty`"))
    _ = try scratch.bash("ln -s loop.policy loop.policy")
    #expect(try complaint("loop.policy").contains("symbolic links go in a circle"))
    #expect(try complaint("loop.policy/x").contains("cannot read"))
    #expect(try complaint(String(repeating: "n", count: 300)).contains("the name is too long"))
  }

  @Test func `one that may not be read`() throws {
    try scratch.write(Policies.good, "a.policy")
    // The superuser may read everything.
    let asOther = "chmod 755 . && chmod 0 a.policy && setpriv --reuid=65534 --clear-groups"
    let run = try scratch.bash(
      "if [ $(id -u) = 0 ]; then \(asOther) \"$policyc\" lint a.policy; "
        + "else chmod 0 a.policy; \"$policyc\" lint a.policy; fi")
    if run.messages.contains("setpriv") || run.status == 126 || run.status == 127 {
      try Test.cancel("no way here to be somebody else")
    }
    #expect(run.status == 2)
    #expect(run.messages.contains("cannot read `a.policy`: permission denied"))
  }

  @Test func `16 MiB are read, and not a byte more`() throws {
    var text = Data(Policies.good.utf8)
    text.append(Data(repeating: UInt8(ascii: "\n"), count: (16 << 20) - text.count))
    try scratch.write(text, "a.policy")
    #expect(try scratch.run("lint", "a.policy").status == 0)
    text.append(UInt8(ascii: "\n"))
    try scratch.write(text, "a.policy")
    #expect(try complaint("a.policy").contains("it is larger than 16 MiB"))
    let piped = try scratch.bash("cat a.policy | \"$policyc\" lint -")
    #expect(piped.status == 2)
    #expect(piped.messages.contains("standard input"))
  }

  @Test func `the others are still checked`() throws {
    try scratch.write(Policies.misspelt, "a.policy")
    let run = try scratch.run("lint", "x.policy", "a.policy")
    #expect(run.status == 2)
    #expect(run.messages.contains("there is no such file"))
    #expect(run.messages.contains("error[P0301]"))
  }

  @Test func `an import cannot leave the root, by no way`() throws {
    func policy(importing path: String) -> String {
      Policies.good.replacing("\nendpoint", with: "import \"\(path)\"\n\nendpoint")
    }
    try scratch.write("language 1\n", "outside.policy")
    try scratch.write(policy(importing: "../outside.policy"), "in/a.policy")
    _ = try scratch.bash("ln -s ../outside.policy in/link.policy; mkfifo in/fifo.policy")
    _ = try scratch.bash("ln -s .. in/up")
    #expect(try scratch.run("lint", "in/a.policy").status == 1)
    #expect(try scratch.run("lint", "--root", ".", "in/a.policy").status == 0)
    for path in ["link.policy", "up/outside.policy", "fifo.policy", "none.policy", "/etc/passwd"] {
      try scratch.write(policy(importing: path), "in/b.policy")
      let run = try scratch.run("lint", "in/b.policy")
      #expect(run.status == 1, "\(path)")
      #expect(run.messages.contains("in/b.policy:2:"), "\(path)")
      #expect(!run.messages.contains("root:x:"))
    }
    // A link that leads out is not read either when a folder is searched.
    #expect(
      try scratch.run("lint", "in").messages.contains("cannot read `in/link.policy`: it lies"))
  }

  @Test func `the root must hold the file`() throws {
    try scratch.write(Policies.good, "in/a.policy")
    try scratch.write(Policies.good, "b.policy")
    let run = try scratch.run("lint", "--root", "in", "b.policy")
    #expect(run.status == 2)
    #expect(run.messages.contains("`.` lies outside the root `in`"))
    #expect(try scratch.run("lint", "--root", "no", "b.policy").status == 2)
    #expect(try scratch.run("lint", "--root", ".", "in").status == 0)
  }
}
