import Foundation
import TestThreads
import Testing

@Suite(.offPool) struct `output that cannot be written` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    try scratch.write(Policies.good, "a.policy")
    try scratch.write(Policies.misspelt, "bad.policy")
  }

  @Test func `a full device`() throws {
    for line in [
      "\"$policyc\" compile -o /dev/full a.policy", "\"$policyc\" graph a.policy > /dev/full",
      "\"$policyc\" lint --format json a.policy > /dev/full",
    ] {
      let run = try scratch.bash(line)
      #expect(run.status == 2, "\(line)")
      #expect(run.messages.contains("no space is left on the device"), "\(line)")
    }
  }

  @Test func `a closed standard output`() throws {
    let run = try scratch.bash("\"$policyc\" graph a.policy >&-")
    #expect(run.status == 2)
    #expect(run.messages.contains("cannot write to standard output: it is closed"))
    // A file that is opened meanwhile must not be taken for standard output.
    let compiled = try scratch.bash("\"$policyc\" compile -o c.policyc a.policy >&- 2>&- <&-")
    #expect(compiled.status == 0)
    #expect(try scratch.run("inspect", "c.policyc").status == 0)
  }

  @Test(arguments: [("a.policy", "0"), ("bad.policy", "1")])
  func `a reader that has gone ends quietly with the code it had`(
    file: String, status: String
  ) throws {
    // The reader is gone for certain: it has closed its end before the tool begins.
    let run = try scratch.bash(
      "( sleep 0.1; \"$policyc\" lint --format json \(file); echo $? >&2 ) | exec <&-")
    #expect(run.messages == "\(status)\n")
  }

  @Test func `a folder that does not exist or is one`() throws {
    let missing = try scratch.run("compile", "-o", "no/a.policyc", "a.policy")
    #expect(missing.status == 2)
    #expect(
      missing.messages.contains("cannot write `no/a.policyc`: there is no such file or folder"))
    let folder = try scratch.run("compile", "-o", ".", "a.policy")
    #expect(folder.status == 2)
    #expect(folder.messages.contains("it is a folder"))
    #expect(try scratch.names() == ["a.policy", "bad.policy"])
  }

  @Test func `a folder that may not be written to`() throws {
    let change = "mkdir f && cp a.policy f && chmod 755 . && chmod 555 f"
    let run = try scratch.bash(
      "\(change); cd f; if [ $(id -u) = 0 ]; then "
        + "setpriv --reuid=65534 --clear-groups \"$policyc\" compile a.policy; "
        + "else \"$policyc\" compile a.policy; fi")
    if run.messages.contains("setpriv") || run.status == 126 || run.status == 127 {
      try Test.cancel("no way here to be somebody else")
    }
    #expect(run.status == 2)
    #expect(run.messages.contains("cannot write `a.policyc`: permission denied"))
    #expect(!scratch.exists("f/a.policyc"))
  }

  @Test func `a disk that fills up leaves the old file and nothing else`() throws {
    #expect(try scratch.run("compile", "-o", "c.policyc", "a.policy").status == 0)
    let old = try scratch.bash("cksum c.policyc").text
    let run = try scratch.bash(
      "(ulimit -f 0; trap '' XFSZ; \"$policyc\" compile -o c.policyc a.policy 2>&1; echo $?) | cat")
    #expect(run.text.hasPrefix("policyc: cannot write `c.policyc`: "))
    #expect(run.text.hasSuffix("\n2\n"))
    #expect(try scratch.bash("cksum c.policyc").text == old)
    #expect(try scratch.names() == ["a.policy", "bad.policy", "c.policyc"])
  }

  @Test func `a trap ends the run with the code of a defect, and asks for a report`() throws {
    let run = try scratch.bash(
      "mkfifo f; \"$policyc\" lint - < f & exec 3> f; sleep 0.1; kill -ILL $!; wait $!; echo $?")
    #expect(run.text == "3\n")
    #expect(run.messages.hasPrefix("policyc: this is a defect of policyc; please report it"))
  }

  @Test func `a file that exists keeps its mode, and one without the right is not replaced`() throws
  {
    _ = try scratch.bash(": > c.policyc; chmod 600 c.policyc")
    #expect(try scratch.run("compile", "-o", "c.policyc", "a.policy").status == 0)
    #expect(try scratch.bash("stat -c %a c.policyc").text == "600\n")
  }

  @Test func `no result is written over what the run reads`() throws {
    let text = Plans.simple.replacing("language 1\n", with: "language 1\nimport \"b.policy\"\n")
    try scratch.write(text, "c.policy")
    try scratch.write("language 1\n", "b.policy")
    try scratch.write("[]", "base.json")
    _ = try scratch.bash("ln -s b.policy link; ln b.policy hard; \"$policyc\" compile c.policy")
    for words in [
      ["compile", "c.policy", "-o", "c.policy"], ["compile", "c.policy", "-o", "b.policy"],
      ["compile", "c.policy", "-o", "./link"], ["compile", "c.policy", "-o", "hard"],
      ["graph", "c.policy", "-o", "c.policy"], ["graph", "c.policy", "-o", "link"],
      ["simulate", "c.policy", "--html", "link"], ["simulate", "c.policyc", "--html", "hard"],
      ["lint", "c.policy", "--baseline", "link", "--write-baseline"],
    ] {
      let before = try scratch.bash("cat b.policy c.policy c.policyc | cksum").text
      let run = try scratch.run(words)
      let reads = words != ["simulate", "c.policyc", "--html", "hard"]
      #expect(run.status == 2, "\(words) \(run.messages)")
      let reason =
        reads ? "would be written over, and this run reads it" : "`hard` is not a page"
      #expect(run.messages.contains(reason), "\(words)")
      #expect(try scratch.bash("cat b.policy c.policy c.policyc | cksum").text == before)
    }
  }

  @Test func `a result is written over its own kind only, and never over a policy`() throws {
    try scratch.write(`test`.policy("expect availability, at-least: 90%"), "s.policy")
    let commands: [[String]] = [
      ["compile", "s.policy", "-o"], ["graph", "s.policy", "-o"],
      ["graph", "s.policy", "--format", "mermaid", "-o"],
      ["graph", "s.policy", "--format", "json", "-o"], ["graph", "s.policy", "--cut-sets", "-o"],
      ["graph", "s.policy", "--cut-sets", "--format", "json", "-o"],
      ["simulate", "s.policy", "--html"], ["lint", "s.policy", "--write-baseline", "--baseline"],
    ]
    for (i, words) in commands.enumerated() {
      #expect(try scratch.run(words + ["own\(i)"]).status == 0, "\(words): absent")
      #expect(try scratch.run(words + ["own\(i)"]).status == 0, "\(words): its own kind")
      _ = try scratch.bash(": > empty\(i); echo notes > notes; echo '{}' > j.json; touch x.policy")
      #expect(try scratch.run(words + ["empty\(i)"]).status == 0, "\(words): empty")
      for other in ["notes", "j.json", "x.policy"] + (i == 0 ? [] : ["own0"]) {
        let before = try scratch.bash("cksum \(other)").text
        let run = try scratch.run(words + [other])
        #expect(run.status == 2, "\(words) \(other): \(run.messages)")
        #expect(try scratch.bash("cksum \(other)").text == before, "\(words) \(other)")
      }
    }
  }

  @Test func `drafts that crashed runs left stop no later one`() throws {
    // The shell becomes the tool, so both have one number.
    let run = try scratch.bash(
      """
      for n in 0 1 2; do : > .policyc-$$-$n.tmp; done
      exec "$policyc" compile -o a.policyc a.policy
      """)
    #expect(run.status == 0, "\(run.messages)")
    #expect(try scratch.run("inspect", "a.policyc").status == 0)
  }

  @Test func `a link that leads to no file stays, and its file is made`() throws {
    _ = try scratch.bash("mkdir d; ln -s d/out.policyc two; ln -s two one; ln -s one2 one2")
    #expect(try scratch.run("compile", "-o", "one", "a.policy").status == 0)
    #expect(try scratch.bash("test -L one && test -L two && test -f d/out.policyc").status == 0)
    let circle = try scratch.run("compile", "-o", "one2", "a.policy")
    #expect(circle.status == 2)
    #expect(circle.messages.contains("symbolic links go in a circle"))
  }

  @Test func `a terminal is told what was written and looked at, a pipe is not`() throws {
    func onTerminal(_ line: String) throws -> String {
      try scratch.bash("script -qec '\(line)' /dev/null").text
    }
    #expect(try onTerminal("\"$policyc\" compile a.policy").contains("wrote `a.policyc`, "))
    #expect(try onTerminal("\"$policyc\" graph -o a.dot a.policy").contains("wrote `a.dot`, "))
    let allowed = "\"$policyc\" lint --allow no-breaker --allow route-without-scenario a.policy"
    #expect(try onTerminal(allowed).contains("1 policy checked: no findings"))
    for line in ["compile a.policy", "graph -o a.dot a.policy", "lint --allow no-breaker a.policy"]
    {
      #expect(!(try scratch.bash("\"$policyc\" \(line)").messages.contains("wrote")))
      #expect(!(try scratch.bash("\"$policyc\" \(line)").messages.contains("checked")))
    }
  }
}
