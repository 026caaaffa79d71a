/// Whether the far end may have carried a request out that failed.
public enum Executed: UInt8, Choice {
  case no, maybe

  public var word: StaticString {
    switch self {
    case .no: "no"
    case .maybe: "maybe"
    }
  }
}

/// What else shares a trouble, and is cooled with it.
public enum Scope: UInt8, Choice {
  case request, endpoint, credential, account, address, provider, local

  public var word: StaticString {
    switch self {
    case .request: "request"
    case .endpoint: "endpoint"
    case .credential: "credential"
    case .account: "account"
    case .address: "address"
    case .provider: "provider"
    case .local: "local"
    }
  }
}

/// How often a request may be carried out.
public enum Effect: UInt8, Choice {
  case read, idempotent, once

  public var word: StaticString {
    switch self {
    case .read: "read"
    case .idempotent: "idempotent"
    case .once: "once"
    }
  }
}

/// How the caller takes an answer.
public enum Delivery: UInt8, Choice {
  /// In one piece.
  case whole
  /// As a stream that is shown while it comes in.
  case shown
  /// As a stream that is kept back until it is whole.
  case held

  public var word: StaticString {
    switch self {
    case .whole: "whole"
    case .shown: "shown"
    case .held: "held"
    }
  }
}

/// When an answer becomes the request's answer.
public enum Commit: UInt8, Choice {
  case complete, firstByte
  /// At its first byte if another endpoint could continue it, else at its end.
  case firstByteIfResumable

  public var word: StaticString {
    switch self {
    case .complete: "complete"
    case .firstByte: "first-byte"
    case .firstByteIfResumable: "first-byte-if-resumable"
    }
  }

  /// Whether an answer may become the request's before it is whole.
  public var mayBeEarly: Bool { self != .complete }
}

/// How a delay is spread.
public enum Jitter: UInt8, Choice {
  case full, equal, none

  public var word: StaticString {
    switch self {
    case .full: "full"
    case .equal: "equal"
    case .none: "none"
    }
  }
}

/// How delays grow.
public enum BackoffKind: UInt8, Choice {
  case constant, linear, exponential, decorrelated

  public var word: StaticString {
    switch self {
    case .constant: "constant"
    case .linear: "linear"
    case .exponential: "exponential"
    case .decorrelated: "decorrelated"
    }
  }
}

/// What opens a breaker.
public enum TripKind: UInt8, Choice {
  case failureRate, slowRate, failures, consecutive

  public var word: StaticString {
    switch self {
    case .failureRate: "failure-rate"
    case .slowRate: "slow-rate"
    case .failures: "failures"
    case .consecutive: "consecutive"
    }
  }
}

/// What a group does with its members.
public enum GroupKind: UInt8, Choice {
  case activePassive, activeActive, select

  public var word: StaticString {
    switch self {
    case .activePassive: "active-passive"
    case .activeActive: "active-active"
    case .select: "select"
    }
  }
}

/// When a better member becomes active again.
public enum Failback: UInt8, Choice {
  case after, atOnce, manual

  public var word: StaticString {
    switch self {
    case .after: "after"
    case .atOnce: "at-once"
    case .manual: "manual"
    }
  }
}

/// How an active-active group picks a member.
public enum Balance: UInt8, Choice {
  case random, roundRobin, leastLoaded, fastest, sticky

  public var word: StaticString {
    switch self {
    case .random: "random"
    case .roundRobin: "round-robin"
    case .leastLoaded: "least-loaded"
    case .fastest: "fastest"
    case .sticky: "sticky"
    }
  }
}

/// What a request is asked by an arm of a `select`.
public enum ArmKind: UInt8, Choice {
  case size, tag, priority, otherwise

  public var word: StaticString {
    switch self {
    case .size: "size"
    case .tag: "tag"
    case .priority: "priority"
    case .otherwise: "otherwise"
    }
  }
}

/// Which part of an answer a row of an error table looks at.
public enum MatchField: UInt8, Choice {
  case status, code, body, header, transport, codeNot

  public var word: StaticString {
    switch self {
    case .status: "status"
    case .code: "code"
    case .body: "body"
    case .header: "header"
    case .transport: "transport"
    case .codeNot: "code-not"
    }
  }
}

/// What a client saw below HTTP.
public enum Transport: UInt8, Choice {
  case none, dns, refused, unreachable, tls, certificate, refusedStream, connectTimeout
  case timeout, idleTimeout, reset, closed, cut, unreadable, cancelled

  public var word: StaticString {
    switch self {
    case .none: "none"
    case .dns: "dns"
    case .refused: "refused"
    case .unreachable: "unreachable"
    case .tls: "tls"
    case .certificate: "certificate"
    case .refusedStream: "refused-stream"
    case .connectTimeout: "connect-timeout"
    case .timeout: "timeout"
    case .idleTimeout: "idle-timeout"
    case .reset: "reset"
    case .closed: "closed"
    case .cut: "cut"
    case .unreadable: "unreadable"
    case .cancelled: "cancelled"
    }
  }
}

/// What follows a failure.
public enum ResponseKind: UInt8, Choice {
  case sameEndpoint, failover, rotateCredential, reroute, resume, degrade, fail

  public var word: StaticString {
    switch self {
    case .sameEndpoint: "same-endpoint"
    case .failover: "failover"
    case .rotateCredential: "rotate-credential"
    case .reroute: "reroute"
    case .resume: "resume"
    case .degrade: "degrade"
    case .fail: "fail"
    }
  }
}

/// How a step of a ladder answers.
public enum AnswerKind: UInt8, Choice {
  case use, serveCache, serveText, call, shed, fail

  public var word: StaticString {
    switch self {
    case .use: "use"
    case .serveCache: "serve cache"
    case .serveText: "serve text"
    case .call: "call"
    case .shed: "shed"
    case .fail: "fail"
    }
  }
}

/// Where a credential is read from; the secret itself is never in a graph.
public enum CredentialSource: UInt8, Choice {
  case environment, file

  public var word: StaticString {
    switch self {
    case .environment: "env"
    case .file: "file"
    }
  }
}

/// Among which requests an idempotency key is unique.
public enum KeyScope: UInt8, Choice {
  case all, open

  public var word: StaticString {
    switch self {
    case .all: "all"
    case .open: "open"
    }
  }
}

/// How the time that an endpoint takes is distributed.
public enum LatencyKind: UInt8, Choice {
  case percentiles, fixed, exponential

  public var word: StaticString {
    switch self {
    case .percentiles: "percentiles"
    case .fixed: "fixed"
    case .exponential: "exponential"
    }
  }
}
