import Foundation
import Testing

@testable import policyc

@Suite struct `simulate, files of requests` {
  let scratch: Scratch
  init() throws {
    scratch = try Scratch()
    let text = Plans.simple.replacing(
      "traffic chat, rate: 20/s, arrivals: poisson, for: 20s",
      with: "traffic chat, trace: \"requests.csv\"")
    try scratch.write(text, "sub/a.policy")
  }

  private let good =
    "t,route,size\r\n" + (0..<200).map { "\(Double($0) / 10),chat,\($0)\r\n" }.joined()

  private func refused(_ message: String) throws {
    let run = try scratch.run("simulate", "sub/a.policy", "--html", "x.html")
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.messages.hasSuffix("policyc: nothing was simulated\n"))
    #expect(!scratch.exists("x.html"))
  }

  @Test func `the file stands beside the policy, and each request in it is made`() throws {
    try scratch.write(good, "sub/requests.csv")
    let run = try scratch.run("simulate", "sub/a.policy", "--format", "json", "--jobs", "1")
    #expect(run.status == 0, "\(run.messages)")
    let report = try JSONSerialization.jsonObject(with: run.out) as? [String: Any]
    let scenario = try #require((report?["scenarios"] as? [[String: Any]])?.first)
    let runs = try #require(scenario["runs"] as? [[String: Any]])
    #expect(runs.map { $0["requests"] as? Int } == [200, 200, 200])
    let two = try scratch.run("simulate", "sub/a.policy", "--format", "json", "--jobs", "2")
    #expect(two.text == run.text)
    #expect(try scratch.run("compile", "-o", "sub/a.policyc", "sub/a.policy").status == 0)
    #expect(try scratch.run("simulate", "sub/a.policyc").status == 0)
  }

  @Test func `all that is wrong is said with its line before anything runs`() throws {
    try scratch.write(good + "x,chat,1\n19,chat,1\n30,caht,1\n31,chat\n", "sub/requests.csv")
    try refused(
      """
      sub/requests.csv:202: `t` is seconds from the start, as `12.5`: this is no such number
      sub/requests.csv:203: `t` falls: the line above has a later time; sort the file by `t`
      sub/requests.csv:204: `route` is none of the scenario's: it has traffic for chat
      sub/requests.csv:205: 2 fields, but the header names 3; leave empty what is unknown

      """)
    try scratch.write("t,ruote\n0,chat\n", "sub/requests.csv")
    try refused("sub/requests.csv:1: there is no column `ruote`; did you mean `route`?")
    try scratch.write("t\n" + String(repeating: "?\n", count: 21), "sub/requests.csv")
    try refused("sub/requests.csv: there may be more; these are the first\n")
    try scratch.write("", "sub/requests.csv")
    try refused("sub/requests.csv: it is empty")
    try scratch.write("t,\u{1B}[2J\n", "sub/requests.csv")
    try refused("sub/requests.csv:1: column 2 has no name that a column can have")
  }

  @Test func `only a regular file is read`() throws {
    let place = "sub/a.policy:16: `sub/requests.csv` cannot be read: "
    try refused(place + "there is no such file")
    try scratch.write("", "sub/requests.csv/x")
    try refused(place + "it is a folder")
    _ = try scratch.bash("rm -r sub/requests.csv; mkfifo sub/requests.csv")
    try refused(place + "it is not a regular file")
  }

  @Test func `it lies below the root, as an import does, and nothing of it is quoted`() throws {
    let outside = "it lies outside the root of the program"
    _ = try scratch.bash("ln -s /dev/zero sub/requests.csv")
    try refused("sub/a.policy:16: `sub/requests.csv` cannot be read: \(outside)")
    _ = try scratch.bash("printf 'SECRET=hunter2\\0' > s.csv; ln -sf ../s.csv sub/requests.csv")
    try refused(outside)
    for name in ["/proc/self/environ", "../s.csv", "/etc/passwd"] {
      try scratch.write(
        Plans.simple.replacing(
          "rate: 20/s, arrivals: poisson, for: 20s", with: "trace: \"\(name)\""),
        "sub/b.policy")
      let run = try scratch.run(
        "test", "--format", "junit", "sub/b.policy", environment: ["CI_TOKEN": "hunter2"])
      #expect(run.status != 0)
      #expect(run.messages.contains("error[P0602]: `\(name)` is outside the program's root"))
      #expect(!(run.text + run.messages).contains("hunter2"))
    }
    _ = try scratch.bash("rm sub/requests.csv; mv s.csv sub/requests.csv")
    let run = try scratch.run("test", "--format", "junit", "sub/a.policy")
    #expect(run.text.contains("column 1 has no name that a column can have"))
    #expect(!(run.text + run.messages).contains("hunter2"))
  }

  @Test func `it is relative to the file that the scenario stands in`() throws {
    try scratch.write(good, "sub/requests.csv")
    try scratch.write("language 1\nimport \"sub/a.policy\"\n", "main.policy")
    #expect(try scratch.run("simulate", "main.policy").status == 0)
  }

  @Test func `a file that changes while it is simulated is an error, and no result`() throws {
    let more = (0..<20_000).map { "\(Double($0) / 100),chat,1\n" }.joined()
    try scratch.write("t,route,size\n" + more, "sub/requests.csv")
    let run = try scratch.bash(
      """
      "$policyc" simulate sub/a.policy --runs 1000 --jobs 2 & pid=$!
      sleep 1.5; printf '300,chat,1\\n' >> sub/requests.csv; wait $pid
      """)
    #expect(run.status == 2)
    #expect(run.text == "")
    #expect(run.messages.contains("it has changed"), "\(run.messages)")
  }
}
