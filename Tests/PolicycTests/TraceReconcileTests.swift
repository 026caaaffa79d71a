import Foundation
import TestThreads
import Testing

@testable import policyc

@Suite(.offPool) struct `trace of a reconcile` {
  let scratch: Scratch
  init() throws { scratch = try Scratch() }

  @Test func `a reconcile that is not given finds out nothing, and says so`() throws {
    try scratch.write(Plans.reconciling, "pay.policy")
    let silent = try scratch.run("trace", "pay.policy", "--given", "a=timeout")
    #expect(silent.text.contains("reconcile is not named: it finds out nothing"))
    #expect(silent.text.contains("nobody could tell what became of the request"))
    let told = try scratch.run("trace", "pay.policy", "--given", "a=timeout, reconcile=landed")
    #expect(!told.text.contains("reconcile is not named"))
  }
}
