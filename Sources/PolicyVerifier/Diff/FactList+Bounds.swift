import PolicyGraph
import PolicyRuntime

extension FactList {
  /// The worst that a request of a route can do; what could not be proved is given back.
  mutating func addBounds(of route: ID<Route>, _ prover: inout Prover) -> String? {
    let most: RouteBounds
    do throws(GiveUp) {
      most = try prover.bounds(of: route)
    } catch {
      return error.description
    }
    add(
      .attempts, "the most attempts of a request", "\(most.attempts)", figure: Double(most.attempts)
    )
    add(.latency, "the worst latency", most.latency.spelling, figure: Double(most.latency.ns))
    let budgeted = BudgetSupply(prover.graph, route).factor ?? .max
    let main = min(Int64(most.mainAttempts) * 1_000_000, budgeted)
    let factor = Factor(millionths: main + Int64(most.ladderAttempts) * 1_000_000)
    add(
      .amplification, "the worst amplification", factor.spelling,
      figure: Double(factor.millionths))
    return nil
  }

  /// How often it answers in full by the declared figures.
  mutating func addAvailability(of route: ID<Route>, in graph: FailoverGraph) {
    let found = Availability.of(route, in: graph)
    let text: String
    switch found {
    case .known: text = found.worst?.description ?? ""
    case .missing(let endpoints):
      text =
        "unknown, as \(endpoints.map { graph.text(graph.endpoints[$0].name) }.joined(separator: ", ")) states none"
    case .tooLarge(let limit): text = "unknown, as \(limit.description)"
    }
    add(.availability, "the availability of full answers", text, figure: found.worst?.value)
  }
}
