import TestThreads
import Testing

@testable import PolicySimulator

/// Axes and the paths that are drawn on them.
@Suite(.offPool) struct ScaleTests {
  @Test func `a scale ends at a round number`() {
    for (most, high) in [(0, 1), (1, 1), (10.5, 12), (7.3, 8), (1234, 1400), (0.03, 0.03)] {
      #expect((Scale(upTo: most, steps: 7).high - high).magnitude < 1e-9, "\(most)")
    }
    #expect(Scale(upTo: 10, steps: 5).ticks == [0, 2, 4, 6, 8, 10])
    #expect(Scale(upTo: .nan).high == 1 && Scale(upTo: .infinity).high == 1)
  }

  @Test func `values stand between the ends, the nearer end at most`() {
    let scale = Scale(upTo: 10, steps: 5)
    #expect(scale.row(0, height: 100) == 100)
    #expect(scale.row(5, height: 100) == 50)
    #expect(scale.row(1e9, height: 100) == 0)
    #expect(scale.row(.nan, height: 100) == 100)
  }

  @Test func `durations that differ much get a logarithmic scale`() {
    let scale = Scale.durations(from: 0.012, to: 8)
    #expect(scale.isLog && (scale.low - 0.01).magnitude < 1e-9)
    #expect((scale.high - 10).magnitude < 1e-9)
    #expect((scale.place(0.1) - 1.0 / 3).magnitude < 1e-6)
    #expect(scale.ticks.count == 4)
    #expect(!Scale.durations(from: 1, to: 8).isLog)
    #expect(!Scale.durations(from: .infinity, to: 0).isLog)
  }

  @Test func `the time has ten steps at most, of round lengths`() {
    #expect(TimeScale(span: 600).ticks.map(\.time) == (0...10).map { Double($0) * 60 })
    #expect(TimeScale(span: 600).ticks.filter(\.isMinor).count == 5)
    #expect(TimeScale(span: 7200).ticks.map(\.time) == (0...8).map { Double($0) * 900 })
    for span in [0.05, 1, 59, 61, 3601, 86_400, 1e8, .infinity, .nan, 0] {
      #expect((1...11).contains(TimeScale(span: span).ticks.count), "\(span)")
    }
  }

  @Test func `a clock counts from 0:00`() {
    for (time, text) in [(0, "0:00"), (62.5, "1:02.5"), (600, "10:00"), (3723, "1:02:03")] {
      #expect(Figure.clock(time) == text)
    }
    #expect(Figure.clock(.infinity) == "–")
  }

  @Test func `coordinates have two digits at most`() {
    let cases: [(Double, Markup)] = [
      (0, "0"), (12.345, "12.35"), (12.5, "12.5"), (100, "100"), (-0.07, "-0.07"),
      (.nan, "0"), (1e300, "1000000000"),
    ]
    for (value, text) in cases { #expect(Figure.coordinate(value) == text, "\(value)") }
  }

  @Test func `a band is drawn only where it has a height`() {
    #expect(SVGPath.band(from: [10, 10, 10], to: [10, 10, 10]).isEmpty)
    #expect(SVGPath.band(from: [10, 10, 10, 10], to: [10, 4, 4, 10]) == "M1 10v-6h2v6h-2z")
    #expect(
      SVGPath.band(from: [9, 9, 9], to: [5, 9, 3]) == "M0 9v-4h1v4h-1zM2 9v-6h1v6h-1z")
  }

  @Test func `a line breaks where there is no value`() {
    #expect(SVGPath.line([3, 3, nil, 5, 4]) == "M0 3h2M3 5h1v-1h1")
    #expect(SVGPath.line([nil, nil]).isEmpty)
  }

  @Test func `bytes become letters`() {
    for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
      #expect(Base64.text(Array(bytes.utf8)) == text)
    }
  }

  @Test func `text put into markup is escaped, markup is not`() {
    let name = "<i a='1' b=\"2\">&]]>\u{202E}"
    #expect(
      ("<p>\(name)</p>" as Markup)
        == "<p>&lt;i a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;]]&gt;\\u{202E}</p>")
    let inner: Markup = "<b/>"
    #expect(("<p>\(inner)\(7)\(if: false, inner)</p>" as Markup) == "<p><b/>7</p>")
  }
}
