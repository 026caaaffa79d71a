import Glibc
import PolicyGraph
import PolicyRuntime

@testable import PolicyService

/// One request of the driver: what its far ends do, and what its caller sees of them.
final class DriverCall: Sendable {
  private struct State {
    /// The numbers of the attempts whose closures were called, in order.
    var called: [Int] = []
    /// Which attempt wrote each piece that the caller got.
    var written: [Int] = []
    /// Where in `written` each continuation took over.
    var takenOver: [(number: Int, at: Int)] = []
    /// Pieces that came too late to be written.
    var refused = 0
  }

  private let draw: UInt64
  private let state = Lock(State())

  /// A request whose far ends do what `draw` says.
  init(_ draw: UInt64) { self.draw = draw }

  /// How many closures were called.
  var calls: Int { state.withLock { $0.called.count } }

  /// How many continuations there were, and how many pieces came too late.
  var trouble: (continued: Int, refused: Int) {
    state.withLock { ($0.takenOver.count, $0.refused) }
  }

  /// What is wrong with what the caller saw; nil if nothing is.
  var complaint: String? {
    state.withLock { state in
      if Set(state.called).count != state.called.count { return "called twice: \(state.called)" }
      for (number, at) in state.takenOver
      where state.written[at...].contains(where: { $0 < number }) {
        return "written after \(number) took over at \(at): \(state.written)"
      }
      return nil
    }
  }

  /// Makes one attempt.
  func make(_ attempt: Attempt) async throws -> Int {
    state.withLock { state in
      state.called.append(attempt.number)
      if attempt.isResume { state.takenOver.append((attempt.number, state.written.count)) }
    }
    var random = Random(seed: draw &+ UInt64(attempt.number) &* 0x9E37_79B9_7F4A_7C15)
    switch random.pick(20) {
    case 0: throw AttemptFailure(status: 503)
    case 1: throw AttemptFailure(status: 529, headers: [("retry-after-ms", "1")])
    case 2: throw AttemptFailure.transport(.refused)
    case 3: throw AttemptFailure(status: 401)
    case 4: throw AttemptFailure(status: random.pick(4) == 0 ? 400 : 500)
    case 5: if random.pick(4) == 0 { throw CancellationError() }
    case 6: try await Task.sleep(for: .milliseconds(random.pick(30)))
    case 7:
      // Heeds nothing, and comes late.
      await DriverCall.sleep(milliseconds: random.pick(30))
    case 8: await Task.yield()
    default: break  // most answer at once
    }
    if try attempt.commit() { try await stream(attempt, &random) }
    attempt.report(usage: 10)
    return attempt.number
  }

  /// Hands pieces on; some streams are cut, and some go on after they were.
  private func stream(_ attempt: Attempt, _ random: inout Random) async throws {
    let pieces = random.pick(8)
    let isDeaf = random.pick(4) == 0
    for piece in 0..<pieces {
      do {
        try attempt.write { state.withLock { $0.written.append(attempt.number) } }
      } catch {
        state.withLock { $0.refused += 1 }
        throw error
      }
      switch random.pick(12) {
      case 0 where piece > 0: throw AttemptFailure.transport(.reset)
      case 1:
        if isDeaf {
          await DriverCall.sleep(milliseconds: 1 + random.pick(25))
        } else {
          try await Task.sleep(for: .milliseconds(random.pick(25)))
        }
      case 2: await Task.yield()
      default: break  // most pieces follow at once
      }
    }
  }

  /// Sleeps whether cancelled or not, without holding a thread.
  private static func sleep(milliseconds: Int) async {
    await Task.detached { try? await Task.sleep(for: .milliseconds(milliseconds)) }.value
  }
}
