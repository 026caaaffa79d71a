import PolicyGraph

/// A named declaration of a program: where it stands, and where its row goes.
struct Declaration: Sendable {
  /// What it declares, and so what its row is.
  enum Kind: UInt8, Sendable {
    case endpoint, activePassive, activeActive, select
    case errors, backoff, breaker, retry, degrade, route, scenario, errorClass, letValue

    /// The namespace it is in.
    var namespace: RefKind {
      switch self {
      case .endpoint, .activePassive, .activeActive, .select: .target
      case .errors: .errors
      case .backoff: .backoff
      case .breaker: .breaker
      case .retry: .retry
      case .degrade: .degrade
      case .route: .route
      case .scenario: .scenario
      case .errorClass: .errorClass
      case .letValue: .letValue
      }
    }

    /// How it is called in messages.
    var noun: String {
      switch self {
      case .endpoint: "endpoint"
      case .activePassive: "active-passive"
      case .activeActive: "active-active"
      case .select: "select"
      case .errors, .backoff, .breaker, .retry, .degrade, .route, .scenario, .errorClass, .letValue:
        namespace.noun
      }
    }

    /// The context of its block.
    var context: Context? {
      switch self {
      case .endpoint: .endpoint
      case .activePassive: .activePassive
      case .activeActive: .activeActive
      case .select: .select
      case .errors: .errors
      case .backoff: .backoff
      case .breaker: .breaker
      case .retry: .retry
      case .degrade: .degrade
      case .route: .route
      case .scenario: .scenario
      case .errorClass, .letValue: nil
      }
    }
  }

  /// How far its lowering has come.
  enum State: UInt8, Sendable { case waiting, busy, done }

  var kind: Kind
  var file: FileID
  /// The statement; -1 for what the language itself declares.
  var node: Int32
  var name: WordID
  /// The next declaration of the same word; -1 at the end.
  var sameWord: Int32 = -1
  /// Its row in its table; -1 for a table of the language that nobody uses yet.
  var row: Int32 = -1
  /// The declaration it extends; -1 without one.
  var base: Int32 = -1
  var state = State.waiting
  var builtin = false
  /// Whether it, or what it extends, has a finding.
  var spoiled = false
  /// Whether what it extends, directly or not, cannot be found: it may then lack anything.
  var isOrphan = false
  /// Which required statements it has, by bit `Checker.requiredBit`.
  var stated: UInt16 = 0
}
