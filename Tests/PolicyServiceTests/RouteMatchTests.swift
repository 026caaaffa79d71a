import Testing

@testable import PolicyService

/// Routes found by what a request looks like.
@Suite(.inTurn) struct RouteMatchTests {
  private static let text = """
    \(Policy.pair)
    retry again { attempts 2; budget none; on rejected { fail }; otherwise { failover } }
    route gold    { match path: "/v1/*", method: [GET, POST], header: "x-tier", is: ["gold", "platinum"]; \(rest) }
    route exact   { match path: "/v1/exact"; \(rest) }
    route posted  { match path: "/v1/*", method: POST; \(rest) }
    route traced  { match header: "X-Trace"; \(rest) }
    route several { match path: ["/a", "/b/*"]; match path: "/c"; \(rest) }
    route unnamed { \(rest) }
    """
  private static let rest =
    "to both; effect read; deadline 20s; errors http; retry again; degrade none"

  struct Shape: Sendable, CustomTestStringConvertible {
    var method: String
    var path: String
    var headers: [(name: String, value: String)] = []
    var route: String?

    var testDescription: String { "\(method) \(path) \(headers) → \(route ?? "none")" }
  }

  static let shapes = [
    Shape(method: "GET", path: "/v1/exact", route: "exact"),
    Shape(method: "POST", path: "/v1/exact", route: "exact"),
    Shape(method: "POST", path: "/v1/other", route: "posted"),
    Shape(method: "GET", path: "/v1/other", route: nil),
    // The first in file order, with any of its methods and values.
    Shape(method: "GET", path: "/v1/exact", headers: [("X-TIER", "gold")], route: "gold"),
    Shape(method: "POST", path: "/v1/x", headers: [("x-tier", "platinum")], route: "gold"),
    Shape(
      method: "POST", path: "/v1/x", headers: [("x-tier", "tin"), ("x-tier", "gold")],
      route: "gold"),
    Shape(method: "POST", path: "/v1/x", headers: [("x-tier", "Gold")], route: "posted"),
    Shape(method: "PUT", path: "/v1/x", headers: [("x-tier", "gold")], route: nil),
    Shape(method: "PUT", path: "/v1/x", headers: [("x-trace", "")], route: "traced"),
    Shape(method: "GET", path: "/a", route: "several"),
    Shape(method: "GET", path: "/a/more", route: nil),
    Shape(method: "GET", path: "/b/", route: "several"),
    Shape(method: "GET", path: "/b", route: nil),
    Shape(method: "GET", path: "/c?x=/a#y", route: "several"),
    Shape(method: "GET", path: "/v1/exact#part", route: "exact"),
    Shape(method: "GET", path: "", route: nil),
  ]

  @Test(arguments: shapes)
  func `the first route in file order that takes a request is its route`(shape: Shape) async throws
  {
    let engine = try engine(RouteMatchTests.text)
    let route = engine.route(method: shape.method, path: shape.path, headers: shape.headers)
    #expect(route?.name == shape.route)
    if let route { #expect(try await route.run { $0.endpoint }.value == "a") }
  }
}
