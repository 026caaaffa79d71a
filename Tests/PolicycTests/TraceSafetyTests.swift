import Foundation
import PolicyRuntime
import TestThreads
import Testing

@testable import policyc

/// What a trace shows of texts that others wrote, and what `explain` says of its codes.
@Suite(.offPool) struct `trace and strange texts` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func isSafe(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      if scalar == "\n" { return true }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: return false
      default: return true
      }
    }
  }

  @Test(arguments: ["\\u{1B}[31m", "\\u{9B}1m", "\\u{202E}", "\\u{2028}", "\\n", "\\u{7}"])
  func `no control character of a policy reaches the terminal`(escape: String) throws {
    try scratch.write(
      """
      language 1
      endpoint a { url "https://a.test"; timeout attempt: 1s }
      degrade below {
        step own { notify "tell\(escape)me"; call "own\(escape)answer" }
        step apology { serve text: "x\(escape)y", status: 503 }
      }
      retry rules { attempts 1; otherwise { degrade } }
      route r { to a; effect read; deadline 9s; retry rules; degrade below; breaker none }

      """, "a.policy")
    for format in ["text", "json"] {
      let run = try scratch.run("trace", "--format", format, "--given", "a=connection", "a.policy")
      #expect(run.status == 0, "\(run.messages)")
      #expect(isSafe(run.text))
      #expect(run.text.contains("tell") && run.text.contains("apology"))
    }
  }

  @Test(arguments: ["\u{1B}[31m", "\u{202E}", "\u{7}", "\u{2028}"])
  func `nor one of the command line`(hazard: String) throws {
    try scratch.write(Policies.good, "a.policy")
    for words in [
      ["--given", "x\(hazard)=ok"], ["--given", "a=\(hazard)"], ["--given", "\(hazard)"],
      ["--given", "a=timeout:\(hazard)"], ["--route", hazard], ["--seed", hazard],
      ["--given", "cache=\(hazard)"], ["--given", "size=\(hazard)"],
    ] {
      let run = try scratch.run(["trace", "a.policy"] + words)
      #expect(run.status == 2)
      #expect(isSafe(run.text) && isSafe(run.messages))
    }
  }

  @Test func `explain says what every reason means`() throws {
    let contents = try scratch.run("explain").text
    for reason in Reason.allCases where reason != .none {
      let code = "\(reason.word)"
      let page = try #require(ReasonPages.text(for: code))
      #expect(page.contains("`\(code)`, a reason") && page.contains("\(reason.sentence)"))
      #expect(contents.contains(code))
    }
    #expect(ReasonPages.text(for: "none") == nil)
    let page = try scratch.run("explain", "breaker-open").text
    #expect(page.contains("The breaker opened after too many failures"))
    // A reason that is called like a word of the language is explained beside it.
    let both = try scratch.run("explain", "failover").text
    #expect(both.contains("`failover` in") && both.contains("`failover`, a reason"))
    #expect(
      try scratch.run("explain", "braeker-open").messages.contains("did you mean `breaker-open`?"))
  }

  @Test func `a reason is told in one sentence that fits a line`() {
    var seen: Set<String> = []
    for reason in Reason.allCases {
      let sentence = "\(reason.sentence)"
      #expect(sentence.hasSuffix(".") && sentence.first?.isUppercase == true, "\(sentence)")
      #expect((15...120).contains(sentence.count), "\(sentence)")
      #expect(seen.insert(sentence).inserted, "said twice: \(sentence)")
    }
  }
}
