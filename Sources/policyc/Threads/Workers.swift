/// Does many pieces of work on several threads, and hands on what came of them in their order.
struct Workers<Result> {
  /// Why the work ended.
  enum End {
    case done
    /// The process was asked to end while it saves what is there; what was begun has been handed
    /// on.
    case interrupted
    /// `receive` wanted no more.
    case refused
    /// The system gave not even one thread.
    case noThread
  }

  /// How many pieces there are.
  let count: Int
  /// How many threads there are at most.
  let threads: Int
  /// Does piece `index`, on any thread; long work asks the watch now and then.
  let work: @Sendable (_ index: Int, _ watch: Watch) -> Result

  /// What a worker asks whether to go on, and tells how far it is.
  struct Watch: Sendable {
    fileprivate let monitor: Monitor<State>
    fileprivate let worker: Int

    /// Notes that `share` of the piece is done; false if the work shall end here.
    func goesOn(_ share: Double) -> Bool {
      monitor.with { state in
        state.shares[worker] = share
        return !state.stops
      }
    }
  }

  fileprivate struct State {
    var next = 0
    var handedOn = 0
    var stops = false
    var shares: [Double]
    /// What is done, and waits for its turn.
    var results: [Int: Result] = [:]

    func isOver(_ count: Int) -> Bool { handedOn == (stops ? next : count) }
  }

  /// No thread begins a piece that is further ahead of what was handed on: results may be large.
  private static var leadMax: Int { 4096 }
  /// How often progress is shown and signals are looked for, in milliseconds.
  private static var pulse: Int { 50 }

  /// Does all of it.
  ///
  /// - Parameters:
  ///   - saves: Whether what is there is of use when the process is asked to end: then the work
  ///     ends early. Else the process ends, and at once.
  ///   - receive: Gets every result, in the order of the pieces, on this thread; false ends it.
  ///   - progress: Is told now and then how many pieces are done, parts of pieces included.
  func run(
    saves: Bool = false, receive: (Int, Result) -> Bool, progress: (Double) -> Void
  ) -> End {
    var interrupts = Interrupts(holds: saves)
    let monitor = Monitor(State(shares: Array(repeating: 0, count: threads)))
    let crew = (0..<min(threads, count)).compactMap { worker in
      Thread { [count, work] in Workers.labour(worker, count, work, monitor) }
    }
    if crew.isEmpty, count > 0 { return .noThread }
    var end = End.done
    while !monitor.with({ $0.isOver(count) }) {
      let ready = monitor.wait(atMost: Workers.pulse) { state in
        state.results.removeValue(forKey: state.handedOn).map { (state.handedOn, $0) }
      }
      if let (index, result) = ready {
        let isWanted = if case .refused = end { false } else { receive(index, result) }
        if !isWanted { end = .refused }
        monitor.change { state in
          state.handedOn += 1
          if !isWanted { state.stops = true }
        }
      }
      if let signal = interrupts.next() {
        // Who asks twice does not want to wait.
        if case .interrupted = end { interrupts.obey(signal) }
        Grace.begin(after: signal)
        if case .done = end { end = .interrupted }
        monitor.change { $0.stops = true }
      }
      progress(monitor.with { Double($0.handedOn) + $0.shares.reduce(0, +) })
    }
    for thread in crew { thread.join() }
    return end
  }

  /// What each thread does: takes the next piece until there is none.
  private static func labour(
    _ worker: Int, _ count: Int, _ work: @Sendable (Int, Watch) -> Result,
    _ monitor: Monitor<State>
  ) {
    let watch = Watch(monitor: monitor, worker: worker)
    while true {
      let index: Int = monitor.wait { state in
        if state.stops || state.next == count { return count }
        if state.next - state.handedOn >= leadMax { return nil }
        state.next += 1
        return state.next - 1
      }
      if index == count { return }
      let result = work(index, watch)
      monitor.change { state in
        state.results[index] = result
        state.shares[worker] = 0
      }
    }
  }
}
