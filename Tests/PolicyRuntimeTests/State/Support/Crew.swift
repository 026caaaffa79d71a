import Foundation
import Synchronization

/// Threads that do one thing together, over and over.
final class Crew: Sendable {
  private let size: Int
  private let arrived = Atomic<Int>(0)
  private let done = Atomic<Int>(0)

  private init(_ size: Int) { self.size = size }

  /// Waits until all threads are here, for the `round`th time, counted from one.
  func meet(_ round: Int) {
    arrived.wrappingAdd(1, ordering: .sequentiallyConsistent)
    while arrived.load(ordering: .sequentiallyConsistent) < round * size { sched_yield() }
  }

  /// Runs `body` on `size` threads and returns when all have.
  static func run(_ size: Int, _ body: @escaping @Sendable (Int, Crew) -> Void) {
    let crew = Crew(size)
    for index in 0..<size {
      Thread {
        body(index, crew)
        crew.done.wrappingAdd(1, ordering: .sequentiallyConsistent)
      }.start()
    }
    while crew.done.load(ordering: .sequentiallyConsistent) < size { usleep(200) }
  }
}

/// A list for each thread, written by it alone and read when all are done.
final class Lists<Element>: @unchecked Sendable {
  private var lists: [Slot]
  private final class Slot { var list: [Element] = [] }

  init(_ count: Int) { lists = (0..<count).map { _ in Slot() } }

  func add(_ element: Element, to index: Int) { lists[index].list.append(element) }
  func empty(_ index: Int) { lists[index].list.removeAll(keepingCapacity: true) }
  var all: [Element] { lists.flatMap(\.list) }
}
