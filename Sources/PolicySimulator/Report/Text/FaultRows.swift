import PolicyGraph

/// Faults as spans on the axis of a timeline, each with its text.
struct FaultRows {
  let faults: [FaultSpan]
  /// When the axis ends.
  let end: Double
  /// Where the plot begins, and how many columns it has.
  let left: Int
  let count: Int

  private static let most = 12

  /// Draws a row for each fault.
  func draw(on page: inout TextPage) {
    for fault in faults.prefix(FaultRows.most) { draw(fault, on: &page) }
    if faults.count > FaultRows.most {
      page.row("and \(faults.count - FaultRows.most) more faults", .dim, indent: 2)
    }
  }

  private func draw(_ fault: FaultSpan, on page: inout TextPage) {
    let first = TimelineChart.place(fault.from, end: end, count: count)
    let to = fault.to ?? end
    let last = max(first, TimelineChart.place(to, end: end, count: count + 1) - 1)
    let length = last - first + 1
    let text = Columns.safe(fault.text)
    let size = Columns.count(text)
    page.skip(to: 2)
    page.put("fault", .dim)
    if size + 6 <= length {
      let after = length - size - 4
      page.skip(to: left + first)
      page.put("├─ ", .bad)
      page.put(text)
      page.put(" " + String(repeating: "─", count: after - 1), .bad)
      page.put(fault.to == nil ? "─" : "┤", .bad)
      return page.end()
    }
    let bar = FaultRows.bar(length, isOpen: fault.to == nil)
    let right = page.width - (left + last + 2)
    let before = first - 1
    if size <= right || right >= before {
      page.skip(to: left + first)
      page.put(bar, .bad)
      page.skip(to: page.column + 1)
      page.put(Columns.cut(text, to: right))
    } else {
      let shown = Columns.cut(text, to: before)
      page.put(shown, endingAt: left + first - 1)
      page.skip(to: left + first)
      page.put(bar, .bad)
    }
    page.end()
  }

  private static func bar(_ length: Int, isOpen: Bool) -> String {
    if length == 1 { return "│" }
    return "├" + String(repeating: "─", count: length - 2) + (isOpen ? "─" : "┤")
  }
}
