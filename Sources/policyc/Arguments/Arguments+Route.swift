import PolicyGraph
import PolicyLanguage

extension Arguments {
  /// The route that is named, or the only one.
  func route(in graph: FailoverGraph) throws(UsageError) -> ID<Route> {
    let names = graph.routeNames
    let command = command ?? .trace
    guard let name = value(.route)?.shown else {
      if names.count == 1 { return ID(0) }
      throw .operands(
        names.isEmpty
          ? "there is no route in it, and so no request to \(command.rawValue)"
          : "which route? `--route` names one of \(names.joined(separator: ", "))", command)
    }
    guard let route = graph.route(named: name) else {
      throw .operands("there is no route `\(name)`" + didYouMean(name, in: names), command)
    }
    return route
  }
}
