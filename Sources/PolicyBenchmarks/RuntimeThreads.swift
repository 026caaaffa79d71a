import Glibc
import Synchronization

/// Two threads that share one policy, beside one alone.
enum RuntimeThreads {
  private static let batch = 50_000
  private static let batches = 15

  static func add(to table: inout Table) {
    for (name, text, bar) in [
      (.happy, "2 threads, happy path", 12), (.failing, "2 threads, one in three fails", 120),
    ] as [(RuntimeLoop.Name, String, Double)] {
      let loop = RuntimeLoop(name)
      let one = Measure.median(times(loop, threads: 1))
      let two = Measure.median(times(loop, threads: 2))
      table.add(Figure(name: text, value: two, unit: "ns", limit: one, bar: bar))
      table.add(
        Figure(
          name: "  2 threads ÷ one", value: 2 * one / two, unit: "×", bar: 1.7, moreIsBetter: true))
    }
  }

  /// The processor time of a request on each thread, in nanoseconds.
  private static func times(_ loop: RuntimeLoop, threads: Int) -> [Double] {
    var times: [Double] = []
    for _ in 0..<batches {
      let crew = RuntimeCrew(threads)
      let parts = crew.run { index in
        var mine = loop.beside(lane: UInt8(index))
        _ = mine.run(1000)
        crew.meet()
        let start = cpu
        _ = mine.run(batch)
        return (cpu - start) / Double(batch) * 1e9
      }
      times += parts
    }
    return times
  }

  /// The processor time that this thread has used, in seconds.
  private static var cpu: Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// A few threads that begin together.
final class RuntimeCrew: Sendable {
  private let size: Int
  private let arrived = Atomic<Int>(0)

  init(_ size: Int) { self.size = size }

  /// Waits until all are here.
  func meet() {
    arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while arrived.load(ordering: .sequentiallyConsistent) < size { sched_yield() }
  }

  /// What a thread is given, and what it gives back.
  private final class Work {
    let index: Int
    let body: @Sendable (Int) -> Double
    var result = 0.0

    init(_ index: Int, _ body: @escaping @Sendable (Int) -> Double) {
      self.index = index
      self.body = body
    }
  }

  /// Runs `body` on each thread; what each of them returns.
  func run(_ body: @escaping @Sendable (Int) -> Double) -> [Double] {
    let works = (0..<size).map { Work($0, body) }
    let threads = works.map { work in
      var thread = pthread_t()
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          if let argument = unsafe argument {
            let work = unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
            work.result = work.body(work.index)
          }
          return nil
        }, Unmanaged.passRetained(work).toOpaque())
      precondition(code == 0, "no thread could be started")
      return thread
    }
    for thread in threads { pthread_join(thread, nil) }
    return works.map(\.result)
  }
}
