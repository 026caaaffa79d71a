/// What goes wrong, as bands over the charts: one lane for each fault while they are few.
struct FaultLanes {
  let report: ScenarioReport
  let time: TimeScale

  /// How many faults have lanes of their own, with their words.
  private static let wordedMax = 8
  /// How many lanes there are at most.
  private static let lanesMax = 16
  /// The height of a lane.
  private static let pitch = 20

  /// The bands, and for narrow pages their words below.
  var markup: Markup {
    if report.faults.isEmpty { return "" }
    let isWorded = report.faults.count <= FaultLanes.wordedMax
    let lanes = isWorded ? Array(report.faults.indices) : packed()
    let height = ((lanes.max() ?? 0) + 1) * FaultLanes.pitch
    var out: Markup = """
      <svg class="plot lanes" role="img" width="100%" height="\(height)" \
      aria-label="\(label)" xmlns="http://www.w3.org/2000/svg">
      """
    for (i, fault) in report.faults.enumerated() {
      out += band(i, fault, top: lanes[i] * FaultLanes.pitch, isWorded: isWorded)
    }
    out += "</svg>\n<ol class=\"faults\(isWorded ? " narrow" : "")\">"
    for fault in report.faults { out += "<li>\(Markup.name(fault.text)) \(fault.period)</li>" }
    return out + "</ol>\n"
  }

  private var label: String {
    "Faults: "
      + report.faults.enumerated().map { i, fault in "\(i + 1). \(fault.text), \(fault.period)" }
      .joined(separator: "; ")
  }

  private func band(_ i: Int, _ fault: FaultSpan, top: Int, isWorded: Bool) -> Markup {
    let from = time.percent(fault.from)
    let to = fault.to.map(time.percent) ?? 100
    let x = Figure.coordinate(from)
    let width = Figure.coordinate(max(to - from, 0))
    var out: Markup = "<rect class=\"fault\" x=\"\(x)%\" width=\"\(width)%\" y=\"\(top)\" "
    out += "height=\"17\"><title>\(fault.text), \(fault.period)</title></rect>"
    out += "<line class=\"start\" x1=\"\(x)%\" x2=\"\(x)%\" y1=\"\(top)\" y2=\"\(top + 17)\"/>"
    let side: Markup = from > 50 ? "class=\"before\" dx=\"-6\"" : "dx=\"6\""
    out += "<text \(side) x=\"\(x)%\" y=\"\(top + 13)\"><tspan class=\"number\">\(i + 1)</tspan>"
    if isWorded {
      out += "<tspan class=\"wide\" dx=\"5\">\(VisibleName.cut(fault.text, to: 44))</tspan>"
    }
    return out + "</text>"
  }

  /// A lane for each fault, the first that is free by then.
  private func packed() -> [Int] {
    var ends: [Double] = []
    return report.faults.map { fault in
      let start = time.percent(fault.from)
      let end = max(fault.to.map(time.percent) ?? 100, start + 3)
      if let free = ends.firstIndex(where: { $0 <= start }) {
        ends[free] = end
        return free
      }
      if ends.count == FaultLanes.lanesMax { return ends.count - 1 }
      ends.append(end)
      return ends.count - 1
    }
  }
}

extension FaultSpan {
  /// From when to when: `1:00–5:00`.
  var period: String { Figure.clock(from) + "–" + (to.map(Figure.clock) ?? "end") }
}
