/// Which table: the order is part of the artifact format, and new tables go to the end.
public enum TableKind: UInt8, CaseIterable, Sendable {
  case texts, sources, endpoints, credentials, domainMembers, domains, attributes
  case limits, features, probes, statusRanges, idempotencyKeys, latencies
  case latencyPoints, capacities, groups, members, arms, words, classes, classMembers
  case errorTables, errorRows, matches, backoffs, breakers, trips, retries, rules
  case responses, ladders, steps, notifies, routes, routeMatches, pathPatterns, hedges
  case guarantees, scenarios, traffic, models, givens, faults, expects
  case servedValues

  /// The name in JSON.
  public var word: StaticString {
    switch self {
    case .texts: "texts"
    case .sources: "sources"
    case .endpoints: "endpoints"
    case .credentials: "credentials"
    case .domainMembers: "domainMembers"
    case .domains: "domains"
    case .attributes: "attributes"
    case .limits: "limits"
    case .features: "features"
    case .probes: "probes"
    case .statusRanges: "statusRanges"
    case .idempotencyKeys: "idempotencyKeys"
    case .latencies: "latencies"
    case .latencyPoints: "latencyPoints"
    case .capacities: "capacities"
    case .groups: "groups"
    case .members: "members"
    case .arms: "arms"
    case .words: "words"
    case .classes: "classes"
    case .classMembers: "classMembers"
    case .errorTables: "errorTables"
    case .errorRows: "errorRows"
    case .matches: "matches"
    case .backoffs: "backoffs"
    case .breakers: "breakers"
    case .trips: "trips"
    case .retries: "retries"
    case .rules: "rules"
    case .responses: "responses"
    case .ladders: "ladders"
    case .steps: "steps"
    case .notifies: "notifies"
    case .routes: "routes"
    case .routeMatches: "routeMatches"
    case .pathPatterns: "pathPatterns"
    case .hedges: "hedges"
    case .guarantees: "guarantees"
    case .scenarios: "scenarios"
    case .traffic: "traffic"
    case .models: "models"
    case .givens: "givens"
    case .faults: "faults"
    case .expects: "expects"
    case .servedValues: "servedValues"
    }
  }
}
