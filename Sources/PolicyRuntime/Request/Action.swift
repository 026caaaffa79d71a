public import PolicyGraph

/// Whether the request was carried out at a far end, as far as is known.
public enum Execution: UInt8, Comparable, Sendable, BitwiseCopyable {
  case no, maybe, yes

  /// The word in traces, events and JSON.
  public var word: StaticString {
    switch self {
    case .no: "no"
    case .maybe: "maybe"
    case .yes: "yes"
    }
  }

  public static func < (a: Execution, b: Execution) -> Bool { a.rawValue < b.rawValue }
}

/// Some of a request's legs.
public struct LegSet: Hashable, Sendable {
  /// One bit a leg.
  public var bits: UInt8

  /// The legs whose bits are set.
  public init(bits: UInt8 = 0) { self.bits = bits }

  /// Whether `leg` is one of them.
  public func contains(_ leg: UInt8) -> Bool { bits & (1 << leg) != 0 }
  /// Whether there is none.
  public var isEmpty: Bool { bits == 0 }
  mutating func insert(_ leg: UInt8) { bits |= 1 << leg }
}

/// What a request's driver has to do next.
///
/// First the legs of `cancels` are given up, then `commits` is heeded, then `kind` is done, then
/// the driver waits: for an event, or for `wakeAt` to send `.timer`.
public struct Action: Hashable, Sendable {
  /// What is to be done.
  public enum Kind: UInt8, Sendable {
    /// Nothing but waiting for the next event, or for `wakeAt`.
    case wait
    /// Send the request to `endpoint` with `credential`, to be over at `until`.
    case attempt
    /// Continue the answer that was cut, at `endpoint`, to be over at `until`.
    case resume
    /// Ask `endpoint` whether the request was carried out, until `until`; answer by `reconciled`.
    case reconcile
    /// Let `step` of the ladder answer (cache or call), until `until`; answer by `stepFinished`.
    case degrade
    /// Tell the handler of `notify`, without waiting for it; answer by `proceed`.
    case notify
    /// The request is answered: by `attempt`, or by `step` where there is one. It ends here.
    case answer
    /// The request failed, for `reason`. It ends here.
    case fail

    /// The word in traces and JSON.
    public var word: StaticString {
      switch self {
      case .wait: "wait"
      case .attempt: "attempt"
      case .resume: "resume"
      case .reconcile: "reconcile"
      case .degrade: "degrade"
      case .notify: "notify"
      case .answer: "answer"
      case .fail: "fail"
      }
    }
  }

  /// What is to be done.
  public var kind: Kind = .wait
  /// Why.
  public var reason: Reason = .none
  /// Whether the request was carried out; for `answer` and `fail`.
  public var executed: Execution = .no
  /// Whether the answer of `attempt` becomes the request's answer now: its bytes may go to the
  /// caller while it is still coming in.
  public var commits = false
  /// The legs to be given up, before anything else is done.
  public var cancels = LegSet()
  /// Those of `cancels` whose time is over: they failed as timeouts, and the responses to that are
  /// under way.
  public var timedOut = LegSet()
  /// The attempt to be sent, that commits, or that answered.
  public var attempt = AttemptID.none
  /// Where to.
  public var endpoint = ID<Endpoint>(0)
  /// With which of the endpoint's credentials.
  public var credential: ID<Credential>?
  /// The step of the ladder that answers, tries or tells.
  public var step: ID<Step>?
  /// The handler to be told.
  public var notify: ID<Notify>?
  /// When what is begun must be over; `Tick.never` if it need not.
  public var until = Tick.never
  /// When the next hedge is due; `Tick.never` if none is.
  public var hedgeAt = Tick.never
  /// For `fail`, and for an `answer` of a step that no endpoint gave: how long until something ends
  /// that keeps every endpoint out, so that the request might be answered in full; `Tick.never` if
  /// an endpoint is free, or nobody knows.
  public var retryAfter = Tick.never
  /// When `.timer` is wanted, if no other event comes before; `Tick.never` if it is not.
  ///
  /// The hedge and every `until` of what is in flight are included.
  public var wakeAt = Tick.never

  init() {}

  /// Whether the request ends here.
  public var isEnd: Bool { kind == .answer || kind == .fail }
}

extension Tick {
  /// A time that does not come.
  public static let never = Tick(ns: .max)
}
