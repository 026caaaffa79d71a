import PolicyGraph

// How a page comes about
//
//   SimulationReport ─▶ ScenarioGroup   scenarios of one name with their variants, on one ChartAxes
//                    ─▶ Palette         one colour for a name, wherever it is shown
//                    ─▶ Page            headings, verdicts, tables; asks the charts for Markup
//
// `Markup` is bytes: its literals are ours, and every `String` put into one is escaped, so that no
// name of a policy can become markup. `Figure` writes numbers by integers: the same report gives
// the same bytes on every machine. Charts (`AnswerChart`, `LatencyChart`, `EndpointCharts`,
// `FaultLanes`) draw into a `Plot`: letters in percent of its width, data as `SVGPath`s in an inner
// picture that is stretched, one unit a bin and one a pixel. `Scale` and `TimeScale` choose round
// ticks. `DotStrip` shows many runs, `TopologyDrawing` the routes. `PageStyle` and `PageScript` are
// constant; the page's own security policy allows these two, by their digests, and nothing else.

extension SimulationReport {
  /// The report as one HTML page that needs nothing but itself, as UTF-8.
  ///
  /// It is complete without its script, which only reads out values under the pointer, and it is
  /// XML as well as HTML. The same report gives the same bytes.
  public func html() -> [UInt8] {
    var page = Page(self)
    page.write()
    return page.out.bytes
  }
}

/// The page while it is written.
struct Page {
  let report: SimulationReport
  let palette: Palette
  let groups: [ScenarioGroup]
  var out = Markup()

  init(_ report: SimulationReport) {
    self.report = report
    palette = Palette(report)
    groups = ScenarioGroup.all(of: report)
  }

  /// Writes all of it.
  mutating func write() {
    head()
    out += "<body>\n"
    top()
    out += "<main>\n"
    if report.scenarios.isEmpty {
      out += "<section class=\"card\"><p>No scenario was simulated.</p></section>\n"
    }
    if report.scenarios.count > 1 { overview() }
    for group in groups { write(group) }
    out += """
      </main>
      <footer><p>Latency runs from arrival to commit or failure, all requests included. A request \
      belongs to the moment it arrived. The same policy and seed give the same page; the figures \
      of every bin and run are in <code>--format json</code>.</p></footer>
      <script>\(PageScript.text)</script>
      </body>
      </html>

      """
  }

  private mutating func head() {
    out += """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; \
      style-src &#39;\(Page.digest(of: PageStyle.text))&#39;; \
      script-src &#39;\(Page.digest(of: PageScript.text))&#39;; \
      base-uri &#39;none&#39;; form-action &#39;none&#39;"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta name="referrer" content="no-referrer"/>
      <title>\(title)</title>
      <style>\(PageStyle.text)</style>
      </head>

      """
  }

  /// The policies that were simulated, each once.
  private var policies: [String] {
    var names: [String] = []
    for scenario in report.scenarios where !names.contains(scenario.policy) {
      names.append(scenario.policy)
    }
    return names
  }

  private var title: String {
    let names = policies.prefix(3).joined(separator: ", ")
    return names.isEmpty ? "Simulation" : "Simulation of \(names)"
  }

  private mutating func top() {
    out += "<header class=\"top\"><h1>Simulation"
    if !policies.isEmpty {
      out += " <span>of "
      out.join(policies.map { Markup.name($0) }, by: ", ")
      out += "</span>"
    }
    out += "</h1>\n"
    if let shard = report.shard {
      out +=
        "<p class=\"note\">Part \(shard.index) of \(shard.count): these are not all runs.</p>\n"
    }
    if report.isPartial {
      out += """
        <p class="banner" role="status"><b>Partial.</b> The simulation was interrupted: what stands \
        here is true, and not all.</p>

        """
    }
    out += "</header>\n"
  }

  /// The source that a security policy allows: the digest of what stands inside the element.
  static func digest(of text: Markup) -> Markup {
    "sha256-\(Base64.text(SHA256.digest(of: text.bytes)))"
  }
}
