import Foundation
import TestThreads
import Testing

/// What several lead to, or one leads to twice, is drawn once.
@Suite(.offPool) struct `pictures of shared nodes` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  /// So many selects, both arms of each leading to the next.
  static func selects(_ count: Int) -> String {
    var text = """
      language 1
      endpoint a { url "https://a.test"; domain provider: one; timeout attempt: 1s }
      endpoint b { url "https://b.test"; domain provider: two; timeout attempt: 1s }
      active-active last { member a; member b }
      retry rules { attempts 2; otherwise { failover } }
      degrade below { step once-more { use spare }; step again { use spare } }
      endpoint spare { url "https://spare.test"; timeout attempt: 1s }

      """
    for n in 0..<count {
      let next = n == count - 1 ? "last" : "s\(n + 1)"
      text +=
        "select s\(n) { when size, above: \(n + 1)k { to \(next) }; otherwise { to \(next) } }\n"
    }
    return text
      + "route r { to s0; effect idempotent; deadline 9s; retry rules; degrade below; breaker none }\n"
  }

  @Test(arguments: ["dot", "mermaid", "json"])
  func `are as large as the policy`(format: String) throws {
    var sizes: [Int] = []
    for count in [6, 12] {
      try scratch.write(`pictures of shared nodes`.selects(count), "s.policy")
      let run = try scratch.run("graph", "s.policy", "--format", format)
      #expect(run.status == 0, "\(run.messages)")
      sizes.append(run.out.count)
    }
    #expect(sizes[1] < 2 * sizes[0], "\(sizes)")
  }

  @Test func `show each endpoint once, and name it where it is led to again`() throws {
    try scratch.write(`pictures of shared nodes`.selects(3), "s.policy")
    let lines = try scratch.run("graph", "s.policy").text.split(separator: "\n")
      .map { $0.drop { $0 == " " } }
    for node in ["e0", "e1", "e2"] {
      #expect(lines.count { $0.hasPrefix("\(node) [") } == 1, "\(node)")
    }
    // The second arm of each select has a node of its own that says where it leads.
    for node in ["m1_1", "m2_1", "m3_1"] {
      #expect(lines.count { $0.hasPrefix("\(node) [") } == 1, "\(node) of \(lines)")
    }
  }
}
