/// The policies whose decisions are measured.
enum RuntimePolicies {
  /// Two endpoints in order and a breaker: the least that is worth the name.
  ///
  /// - Parameter response: What an unavailable endpoint is answered by, under a budget; nil: by the
  ///   end of the request, which needs neither.
  static func plain(response: String? = nil) -> String {
    let rules = response.map {
      """
        attempts 3
          budget   100%, min: 1/s
          on overloaded, unavailable, connection, timeout { \($0) }
      """
    }
    return """
      language 1

      breaker steady {
        trip     failure-rate: 80%, over: 30s, min-calls: 20
        trip     consecutive: 8
        cooldown 1h
        probe    calls: 3, at-once: 1
      }
      backoff gentle { exponential base: 1ms, factor: 2x, max: 10ms; jitter full }
      retry usual {
        \(rules ?? "attempts 1\n  budget none")
        otherwise { fail }
      }
      endpoint first {
        url     "https://first.example.com"
        timeout attempt: 5s
        latency p50: 400ms, p99: 3s
      }
      endpoint second {
        extends first
        url     "https://second.example.com"
      }
      active-passive pair {
        member   first
        member   second
        failback after: 60s, hold: 30s
      }
      route call {
        match    path: "/call", method: POST
        to       pair
        effect   idempotent
        deadline 20s
        errors   http
        breaker  steady
        retry    usual
        degrade  none
      }

      """
  }

  /// The example of a chat assistant, its limits and its budget widened, so that a loop without
  /// pauses does not run into them; what it claims and its scenarios are left out.
  static func chat() -> String {
    let text = String(decoding: File.read("examples/llm-chat.policy"), as: UTF8.self)
    return (text.split(separator: "// What is claimed").first.map(String.init) ?? text)
      .replacing("requests: 600/min", with: "requests: 900G/min")
      .replacing("requests: 200/min", with: "requests: 900G/min")
      .replacing("tokens: 2M/min", with: "tokens: 900G/min")
      .replacing("tokens: 700k/min", with: "tokens: 900G/min")
      .replacing("budget   20%, min: 5/s", with: "budget   100%, min: 1M/s")
  }

  /// A generated policy of a hundred routes, its limits widened likewise.
  static func generated() -> String {
    GeneratedPolicy.text(routes: 100)
      .replacing("requests: 600/min", with: "requests: 900G/min")
      .replacing("tokens: 2M/min", with: "tokens: 900G/min")
  }

  /// Equal endpoints that share load.
  static func balanced(_ balance: String, _ count: Int) -> String {
    var text = """
      language 1
      breaker steady {
        trip     failure-rate: 80%, over: 30s, min-calls: 20
        cooldown 1h
        probe    calls: 3, at-once: 1
      }

      """
    for i in 0..<count {
      text += "endpoint e\(i) { url \"https://e\(i).example.com\"; timeout attempt: 5s; "
      text += "latency p50: 400ms, p99: 3s }\n"
    }
    text += "active-active all { balance \(balance)\n"
    for i in 0..<count { text += "  member e\(i)\n" }
    return text + """
      }
      route call {
        to all; effect idempotent; deadline 20s; errors http; breaker steady; degrade none
      }

      """
  }
}
