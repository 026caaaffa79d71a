/// What a guarantee claims.
public enum GuaranteeKind: UInt8, Choice {
  case survives, reaches, attempts, latency, amplification, availability, carries, staysWithin,
    neverRepeats

  public var word: StaticString {
    switch self {
    case .survives: "survives"
    case .reaches: "reaches"
    case .attempts: "attempts"
    case .latency: "latency"
    case .amplification: "amplification"
    case .availability: "availability"
    case .carries: "carries"
    case .staysWithin: "stays-within"
    case .neverRepeats: "never-repeats"
    }
  }
}

/// How arrivals are spread.
public enum Arrivals: UInt8, Choice {
  case poisson, constant, burst

  public var word: StaticString {
    switch self {
    case .poisson: "poisson"
    case .constant: "constant"
    case .burst: "burst"
    }
  }
}

/// Which handler a `given` models.
public enum GivenKind: UInt8, Choice {
  case cache, reconcile, handler

  public var word: StaticString {
    switch self {
    case .cache: "cache"
    case .reconcile: "reconcile"
    case .handler: "handler"
    }
  }
}

/// What goes wrong.
public enum FaultKind: UInt8, Choice {
  case outage, blackhole, errors, slow, rateLimit, quota, revoke, cut, malformed, flap, capacity,
    load

  public var word: StaticString {
    switch self {
    case .outage: "outage"
    case .blackhole: "blackhole"
    case .errors: "errors"
    case .slow: "slow"
    case .rateLimit: "rate-limit"
    case .quota: "quota"
    case .revoke: "revoke"
    case .cut: "cut"
    case .malformed: "malformed"
    case .flap: "flap"
    case .capacity: "capacity"
    case .load: "load"
    }
  }
}

/// What a scenario measures.
public enum Measure: UInt8, Choice {
  case availability, degraded, latency, failover, failback, recovery, amplification, attempts,
    duplicates

  public var word: StaticString {
    switch self {
    case .availability: "availability"
    case .degraded: "degraded"
    case .latency: "latency"
    case .failover: "failover"
    case .failback: "failback"
    case .recovery: "recovery"
    case .amplification: "amplification"
    case .attempts: "attempts"
    case .duplicates: "duplicates"
    }
  }
}
