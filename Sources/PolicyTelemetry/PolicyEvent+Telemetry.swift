#if Telemetry
  internal import PolicyRuntime
  internal import PolicyService

  /// How a request ended.
  enum Level: String, Sendable {
    case full, degraded, failed
  }

  extension PolicyEvent {
    /// The reason's code.
    var code: String { "\(reason.word)" }

    /// What the event has to say, by key, in a fixed order.
    var facts: [(key: TelemetryKey, value: String)] {
      var facts: [(key: TelemetryKey, value: String)] = [
        (.event, "\(kind.word)"), (.reason, code),
      ]
      let texts: [(TelemetryKey, String?)] = [
        (.route, route), (.endpoint, endpoint), (.group, group), (.breaker, breaker),
        (.step, step), (.errorClass, errorClass),
      ]
      for case (let key, let text?) in texts { facts.append((key, text)) }
      if let request { facts.append((.request, "\(request)")) }
      if let attempt { facts.append((.attempt, "\(attempt)")) }
      if value != 0 {
        // A reload counts policies; everything else that has a value has a time.
        facts.append(
          kind == .reload
            ? (.count, "\(value)") : (.seconds, "\(Double(value) / 1_000_000_000)"))
      }
      return facts
    }

    /// Whether a request may be told of for the first time by it: its end cannot, nor can the
    /// closure of an attempt that was cut and came back after that end.
    var begins: Bool { kind != .ended && reason != .attemptOverran }

    /// How good the answer is with which a request ended.
    var level: Level {
      switch reason {
      case .answered, .hedgeWon, .landed: .full
      case .served: .degraded
      default: .failed  // whatever else may end a request
      }
    }
  }
#endif
