#if HTTPClient
  internal import NIOConcurrencyHelpers
  internal import NIOCore
  internal import PolicyGraph
  internal import PolicyService

  /// Keeps an attempt to its times: one timer, which looks whenever it goes off how far the attempt
  /// has come by then.
  final class Watch: Sendable {
    /// How far an attempt has come.
    enum Phase: Sendable {
      /// No byte of the request is on its way.
      case connecting
      /// The answer has not begun in earnest.
      case waiting
      /// The body of an error comes in, of which the status is known.
      case error
      /// The answer comes in and is held back.
      case held
      /// The answer comes in and is the request's.
      case committed
      /// The answer is whole, and HTTP has not ended it.
      case ending
      case over
    }

    private struct State {
      var phase = Phase.connecting
      /// When the present phase began.
      var since: NIODeadline
      /// When a byte came last.
      var heard: NIODeadline
      var idle: Duration?
      /// Whether the caller does not take what came: that is not the endpoint's silence.
      var isPaused = false
      var timer: Scheduled<Void>?
      var timerAt = NIODeadline.distantFuture
      /// What the attempt is cut for; nil while it is not.
      var verdict: Transport?
      var cut: (@Sendable () -> Void)?
    }

    /// How long a connection may take to become free again behind an answer that is whole.
    private static let endingTime = Duration.milliseconds(50)

    private let limits: Attempt.TimeLimits
    private let errorTime: Duration
    private let loop: any EventLoop
    private let start: NIODeadline
    private let state: NIOLockedValueBox<State>

    init(_ limits: Attempt.TimeLimits, errorBody: Duration, on loop: any EventLoop) {
      self.limits = limits
      errorTime = errorBody
      self.loop = loop
      start = .now()
      state = NIOLockedValueBox(State(since: start, heard: start, idle: limits.idle))
    }

    /// Calls `cut` when a time is over.
    func begin(_ cut: @escaping @Sendable () -> Void) {
      state.withLockedValue { state in
        state.cut = cut
        arm(&state)
      }
    }

    /// The attempt has come further.
    func enter(_ phase: Phase) {
      state.withLockedValue { state in
        guard state.phase != .over, state.phase != phase else { return }
        state.phase = phase
        state.since = .now()
        state.heard = state.since
        arm(&state)
      }
    }

    /// The request is on its way, if that was not known.
    func connected() {
      let isNews = state.withLockedValue { $0.phase == .connecting }
      if isNews { enter(.waiting) }
    }

    /// Bytes came.
    func hear() { state.withLockedValue { $0.heard = .now() } }

    /// From now on nothing may come for so long.
    func idle(_ time: Duration) {
      state.withLockedValue { state in
        state.idle = time
        arm(&state)
      }
    }

    /// The caller takes nothing, or does again.
    func pause(_ isPaused: Bool) {
      state.withLockedValue { state in
        state.isPaused = isPaused
        state.heard = .now()
        arm(&state)
      }
    }

    /// The attempt is over, one way or the other: what it was cut for, if it was.
    @discardableResult
    func end() -> Transport? {
      let (timer, verdict) = state.withLockedValue { state in
        state.phase = .over
        state.cut = nil
        return (state.timer.take(), state.verdict)
      }
      timer?.cancel()
      return verdict
    }

    /// What the attempt was cut for.
    var verdict: Transport? { state.withLockedValue { $0.verdict } }

    /// Sets the timer, unless it goes off in time anyway.
    private func arm(_ state: inout State) {
      guard state.cut != nil, let due = due(state)?.at, due < state.timerAt else { return }
      let old = state.timer
      state.timerAt = due
      state.timer = loop.scheduleTask(deadline: due) { [weak self] in self?.look() }
      old?.cancel()
    }

    private func look() {
      let cut = state.withLockedValue { state -> (@Sendable () -> Void)? in
        state.timer = nil
        state.timerAt = .distantFuture
        guard state.phase != .over, let due = due(state), due.at <= .now() else {
          arm(&state)
          return nil
        }
        state.verdict = due.word
        state.phase = .over
        return state.cut.take()
      }
      cut?()
    }

    /// When the next time is over, and what that is called.
    private func due(_ state: State) -> (at: NIODeadline, word: Transport)? {
      let whole = (at: start + limits.attempt, word: Transport.timeout)
      let byte = limits.firstByte.map { (at: start + $0, word: Transport.timeout) }
      let idle = (state.isPaused ? nil : state.idle).map {
        (at: state.heard + $0, word: Transport.idleTimeout)
      }
      switch state.phase {
      case .connecting:
        let stands = limits.connect.map { (at: start + $0, word: Transport.connectTimeout) }
        return sooner(stands, sooner(byte, whole))
      case .waiting: return sooner(byte, whole)
      case .error:
        return sooner((at: state.since + errorTime, word: Transport.timeout), sooner(byte, whole))
      case .held: return sooner(idle, whole)
      case .committed:
        return sooner(idle, limits.stream.map { (at: state.since + $0, word: Transport.timeout) })
      case .ending: return (at: state.since + Watch.endingTime, word: .idleTimeout)
      case .over: return nil
      }
    }

    private typealias Due = (at: NIODeadline, word: Transport)

    private func sooner(_ a: Due?, _ b: Due?) -> Due? {
      guard let a, let b else { return a ?? b }
      return a.at <= b.at ? a : b
    }
  }

  extension NIODeadline {
    /// So much later; what is more than 100 years away does not come.
    static func + (deadline: NIODeadline, time: Duration) -> NIODeadline {
      let (seconds, attoseconds) = time.components
      guard seconds < 3_153_600_000 else { return .distantFuture }
      return deadline + .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
  }
#endif
