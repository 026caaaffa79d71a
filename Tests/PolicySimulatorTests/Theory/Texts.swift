/// The least that a policy needs to be simulated.
enum Texts {
  /// One endpoint `a` and a route `r` to it that is tried once.
  static func single(
    latency: String, capacity: String? = nil, traffic: String, scenario: String = ""
  ) -> String {
    """
    language 1
    \(endpoint("a", latency: latency, capacity: capacity))
    route r { to a; effect read; deadline 10h; errors http; degrade none; retry none; breaker none }
    scenario s {
      traffic r, \(traffic)
      \(scenario)
    }
    """
  }

  /// Several endpoints under one group, and a route `r` to it.
  static func group(
    _ endpoints: [String], _ group: String, retry: String = "", route: String = "",
    traffic: String, scenario: String = ""
  ) -> String {
    """
    language 1
    \(endpoints.joined(separator: "\n"))
    \(group)
    \(retry)
    route r { to g; effect read; deadline 10h; errors http; \(route); \(route.contains("retry") ? "" : "retry none;") breaker none }
    scenario s {
      traffic r, \(traffic)
      \(scenario)
    }
    """
  }

  /// An endpoint whose own timeouts never end anything.
  static func endpoint(
    _ name: String, latency: String, capacity: String? = nil, more: String = ""
  ) -> String {
    let capacity = capacity.map { "; capacity \($0)" } ?? ""
    return """
      endpoint \(name) { url "http://\(name).test"; timeout attempt: 1h; \
      latency \(latency)\(capacity)\(more) }
      """
  }
}
