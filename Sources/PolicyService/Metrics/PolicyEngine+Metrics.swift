extension PolicyEngine {
  /// All counters and all live state as text that Prometheus reads.
  ///
  /// Names and labels are stable. Counted: `policy_requests_total{route}`,
  /// `policy_answers_total{route,level,step}`, `policy_failures_total{route,reason}`,
  /// `policy_hedges_total{route}`, `policy_attempts_overran_total{route,endpoint}`,
  /// `policy_removed_route_requests_total`,
  /// `policy_attempts_total{endpoint,outcome}`, `policy_abandoned_tasks_total`,
  /// `policy_notices_dropped_total`, `policy_loads_total{result}`. At the moment:
  /// `policy_info{digest,revision}`, `policy_requests_in_flight{route}`, `policy_abandoned_tasks`,
  /// `policy_endpoint_excluded{endpoint}`, `policy_endpoint_isolated{endpoint}`,
  /// `policy_endpoint_down{endpoint}`,
  /// `policy_endpoint_in_flight{endpoint}`, `policy_endpoint_latency_seconds{endpoint}`,
  /// `policy_endpoint_cooling_seconds{endpoint}`,
  /// `policy_credential_cooling_seconds{endpoint,credential}`,
  /// `policy_breaker_state{endpoint,breaker,state}`, `policy_group_holder{group,breaker,member}`,
  /// `policy_brownout{route}`, `policy_budget_first_attempts{route}`,
  /// `policy_budget_tokens{route}`, `policy_waiting{route}`, `policy_waits_total{route}`. No URL,
  /// secret or request key is ever in it; a credential is its reference.
  public func prometheusText() -> String {
    var out = MetricsText()
    let snapshot = snapshot()
    snapshot.counters.write(to: &out)
    snapshot.write(to: &out)
    return out.text
  }
}
