import TestThreads
import Testing

@testable import PolicySimulator

/// When a route is unwell, as its full answers second by second say.
@Suite(.offPool) struct EpisodesTests {
  /// A minute without trouble, then some seconds with so many requests and so many full answers.
  private func episodes(_ seconds: [(arrived: UInt32, full: UInt32)]) -> [Episodes.Episode] {
    let all = [(arrived: UInt32, full: UInt32)](repeating: (8, 8), count: 60) + seconds
    return Episodes(arrived: all.map(\.arrived), full: all.map(\.full), calm: 60).all
  }

  private static let well = [(arrived: UInt32, full: UInt32)](repeating: (8, 8), count: 30)

  @Test func `three stray answers in a second are no episode, and five are`() {
    #expect(episodes([(8, 5)] + EpisodesTests.well) == [])
    #expect(episodes([(8, 8), (8, 5), (8, 8)] + EpisodesTests.well) == [])
    #expect(
      episodes([(8, 2)] + EpisodesTests.well)
        == [Episodes.Episode(from: 60_000_000_000, to: 61_000_000_000, isOver: true)])
  }

  @Test func `an episode lasts to the first second with requests after the last bad one`() {
    let silent = [(arrived: UInt32(0), full: UInt32(0))]
    let bad = [(arrived: UInt32, full: UInt32)](repeating: (8, 0), count: 10)
    #expect(
      episodes(bad + silent + silent + EpisodesTests.well)
        == [Episodes.Episode(from: 60_000_000_000, to: 72_000_000_000, isOver: true)])
  }

  @Test func `what comes to no end is told as open`() {
    let bad = [(arrived: UInt32, full: UInt32)](repeating: (8, 4), count: 30)
    #expect(episodes(bad).map(\.isOver) == [false])
    #expect(episodes(bad + [(8, 8)]).map(\.isOver) == [false])
    #expect(episodes(bad + EpisodesTests.well).map(\.isOver) == [true])
  }

  @Test func `a relapse is an episode of its own`() {
    let bad = [(arrived: UInt32, full: UInt32)](repeating: (8, 0), count: 5)
    #expect(episodes(bad + EpisodesTests.well + bad + EpisodesTests.well).count == 2)
  }

  @Test func `one request a minute is enough`() {
    var seconds: [(arrived: UInt32, full: UInt32)] = []
    for minute in 0..<40 {
      seconds.append((1, (4..<10).contains(minute) ? 0 : 1))
      seconds += Array(repeating: (0, 0), count: 59)
    }
    let found = Episodes(arrived: seconds.map(\.arrived), full: seconds.map(\.full), calm: 240).all
    #expect(
      found
        == [Episodes.Episode(from: 420_000_000_000, to: 600_000_000_000, isOver: true)])
  }

  @Test(arguments: [1, 8, 100, 5000])
  func `what was bad before is put up with`(rate: Int) {
    // A tenth is bad all the time; in the second half nine of ten are.
    var seconds = (0..<200).map { _ in (arrived: UInt32(rate * 10), full: UInt32(rate * 9)) }
    #expect(
      Episodes(arrived: seconds.map(\.arrived), full: seconds.map(\.full), calm: 60).all == [])
    for i in 100..<120 { seconds[i].full = UInt32(rate) }
    let found = Episodes(arrived: seconds.map(\.arrived), full: seconds.map(\.full), calm: 60).all
    #expect(
      found
        == [Episodes.Episode(from: 100_000_000_000, to: 120_000_000_000, isOver: true)])
  }

  @Test func `where all was bad before, nothing is told and nothing breaks`() {
    let seconds = [(arrived: UInt32, full: UInt32)](repeating: (8, 0), count: 90)
    #expect(
      Episodes(arrived: seconds.map(\.arrived), full: seconds.map(\.full), calm: 60).all.count == 1)
    #expect(Episodes(arrived: [], full: [], calm: 0).all == [])
  }
}
