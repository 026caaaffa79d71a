import Foundation
import NIOConcurrencyHelpers

/// Tells of each request: a line in the log, and metrics.
final class Ledger: Sendable {
  private struct State {
    var requests = MetricFamily<Int>(
      "gateway_requests_total", "Requests for a model, by status.",
      by: ["path", "route", "status"])
    var clients = MetricFamily<Int>(
      "gateway_client_requests_total", "Requests by the name of the client's key.",
      by: ["client", "status"])
    var refusals = MetricFamily<Int>(
      "gateway_client_refusals_total", "Requests that were refused for their key or its limits.",
      by: ["client", "reason"])
    var clientTokens = MetricFamily<Int>(
      "gateway_client_tokens_total", "Tokens by the name of the client's key.",
      by: ["client", "kind"])
    var duration = MetricFamily<Histogram>(
      "gateway_request_duration_seconds", "From a request's head to its answer's end.",
      by: ["path", "route"])
    var firstToken = MetricFamily<Histogram>(
      "gateway_time_to_first_token_seconds",
      "From a request's head until the first token of a stream is on its way to the client.",
      by: ["route", "endpoint"])
    var tokensIn = MetricFamily<Histogram>(
      "gateway_input_tokens", "Tokens that went in, of all attempts of a request.",
      by: ["route", "endpoint"])
    var tokensOut = MetricFamily<Histogram>(
      "gateway_output_tokens", "Tokens that came out, of all attempts of a request.",
      by: ["route", "endpoint"])
  }

  private let state = NIOLockedValueBox(State())
  private let tokens = TokenCounters()

  func take(_ facts: Record.Facts) {
    LogOutput.write(facts.line(at: .now))
    tokens.add(facts.uses, route: facts.route)
    let (place, status) = ([facts.route, facts.endpoint], "\(facts.status)")
    state.withLockedValue { state in
      state.clients.change([facts.client, status], 0) { $0 += 1 }
      if Clients.refusals.contains(facts.reason) {
        state.refusals.change([facts.client, facts.reason], 0) { $0 += 1 }
      }
      // Requests for a model only: a list of models costs nothing.
      guard let path = Form(path: facts.path)?.path else { return }
      state.requests.change([path, facts.route, status], 0) { $0 += 1 }
      state.duration.change([path, facts.route], .seconds) { $0.take(facts.total / .seconds(1)) }
      if let time = facts.firstToken {
        state.firstToken.change(place, .seconds) { $0.take(time / .seconds(1)) }
      }
      guard let tokens = facts.tokens else { return }
      state.tokensIn.change(place, .tokens) { $0.take(Double(tokens.prompt)) }
      state.tokensOut.change(place, .tokens) { $0.take(Double(tokens.completion)) }
      state.clientTokens.change([facts.client, "prompt"], 0) { $0 += tokens.prompt }
      state.clientTokens.change([facts.client, "completion"], 0) { $0 += tokens.completion }
    }
  }

  /// All of it, as Prometheus reads it.
  var text: String {
    let state = state.withLockedValue { $0 }
    let counters = [state.requests, state.clients, state.refusals, state.clientTokens]
    let histograms = [state.duration, state.firstToken, state.tokensIn, state.tokensOut]
    return counters.map(\.text).joined() + tokens.text + histograms.map(\.text).joined()
  }
}
