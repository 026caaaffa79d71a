package import PolicyGraph

/// The times that decisions compare with.
extension Plan {
  /// No attempt at an endpoint starts with less left than this.
  package func leastTime(of endpoint: ID<Endpoint>) -> Tick {
    Tick(ns: endpoints[endpoint.index].atLeast)
  }

  /// The n-th delay of a backoff, from 0, before its jitter.
  package func nominalDelay(of backoff: ID<Backoff>, n: Int) -> Tick {
    Tick(ns: Interpreter.nominal(backoffs[backoff.index], n: Int64(n)))
  }

  /// How long the main path of a route lasts.
  package func mainSpan(of route: ID<Route>) -> Tick { Tick(ns: routes[route.index].mainSpan) }

  /// How long a class cools the first time when the far end says nothing.
  ///
  /// It doubles from time to time; zero: the class does not cool.
  package func firstCooling(of errorClass: ID<ErrorClass>) -> Tick {
    Tick(ns: known.coolingStart(errorClass.raw))
  }

  /// Whether a class cools its scope for everybody.
  package func coolsStrictly(_ errorClass: ID<ErrorClass>) -> Bool {
    known.isStrict(errorClass.raw)
  }

  /// Whether a class says that the request was too large for the endpoint.
  package func isTooLarge(_ errorClass: ID<ErrorClass>) -> Bool { errorClass.raw == known.tooLarge }

  /// The rule that a class meets at an endpoint of a route; nil if there is none.
  package func rule(
    for errorClass: ID<ErrorClass>, at endpoint: ID<Endpoint>, on route: ID<Route>
  ) -> ID<Rule>? {
    let found = rule(for: errorClass.raw, at: endpoint.index, on: route.index)
    return found == none ? nil : ID(Int(found))
  }

  /// Whether a breaker counts a class.
  package func counts(_ errorClass: ID<ErrorClass>, _ breaker: ID<Breaker>) -> Bool {
    contains(breakers[breaker.index].counted, Int(errorClass.raw))
  }
}
