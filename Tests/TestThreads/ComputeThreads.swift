import Dispatch
import Foundation
import Synchronization

/// As many threads as there are cores, which run jobs one after the other.
final class ComputeThreads: TaskExecutor {
  static let shared = ComputeThreads()

  private let jobs = Mutex<[UnownedJob]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init() {
    for number in 1...max(2, ProcessInfo.processInfo.activeProcessorCount) {
      let thread = Thread { ComputeThreads.shared.run() }
      thread.name = "compute \(number)"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }

  private func run() {
    while true {
      waiting.wait()
      jobs.withLock { $0.removeFirst() }.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
