import PolicyRuntime

@testable import PolicyService

/// How a request ended, as its caller sees it.
struct Ending: Sendable, Equatable, CustomStringConvertible {
  enum Kind: Sendable, Equatable {
    case full(String)
    /// It had been carried out; what the far end's book said of it.
    case landed(String)
    case degraded(step: String, String)
    case failed(String)
  }

  var kind: Kind
  var endpoint: String?
  var errorClass: String?
  var attempts: Int
  var executed: Execution
  /// The status of a `serve text`.
  var status: Int?

  init(_ answer: Answer<String>) {
    attempts = answer.attempts
    executed = answer.executed
    endpoint = answer.endpoint
    let text: String
    switch answer.result {
    case .value(let value): text = value
    case .substitute(.text(let served, let code)):
      text = served
      status = code
    case .substitute(let substitute): text = substitute.served?.as(String.self) ?? ""
    }
    switch answer.level {
    case .degraded(let step): kind = .degraded(step: step, text)
    case .full: kind = answer.reason == .landed ? .landed(text) : .full(text)
    }
  }

  init(_ failed: RequestFailed) {
    kind = .failed(failed.code)
    endpoint = failed.endpoint
    errorClass = failed.errorClass
    attempts = failed.attempts
    executed = failed.executed
  }

  /// The step of the ladder that answered.
  var step: String? {
    if case .degraded(let step, _) = kind { return step }
    return nil
  }

  /// Whether it was answered in full.
  var isFull: Bool {
    switch kind {
    case .full, .landed: true
    case .degraded, .failed: false
    }
  }

  var description: String {
    "\(kind) at \(endpoint ?? "-"), \(attempts) attempts, executed \(executed.word), "
      + "class \(errorClass ?? "-")"
  }
}
