import PolicyGraph
import PolicyRuntime

extension StateText {
  /// `policy`, `endpoints`, `groups`, `routes`; times are seconds, what is not known is null.
  func json() -> [UInt8] {
    var json = StateJSON()
    json.nest { json in
      json.key("policy")
      json.nest { json in
        var digest = ByteText()
        for byte in engine.policy.stamp.digest.bytes { digest.append(hex: byte) }
        json.key("digest")
        json.value(digest.bytes[...])
        json.key("revision")
        json.value(Int64(engine.policy.stamp.revision))
      }
      json.key("endpoints")
      json.nest("[", "]") { json in for one in live.endpoints { endpoint(one, &json) } }
      json.key("groups")
      json.nest("[", "]") { json in for one in live.holders { holder(one, &json) } }
      json.key("routes")
      json.nest("[", "]") { json in for one in live.routes { route(one, &json) } }
    }
    return json.bytes
  }

  private func endpoint(_ one: EndpointSnapshot, _ json: inout StateJSON) {
    let (word, wait) = state(one)
    json.nest { json in
      json.key("name")
      json.value(graph.bytes(graph.endpoints[one.endpoint].name))
      json.key("state")
      json.value(word)
      json.key("wait")
      json.value(seconds: wait)
      json.key("inFlight")
      json.value(one.inFlight.map { Int64($0) })
      json.key("latency")
      json.value(seconds: one.average)
      json.key("credentials")
      json.value(Int64(one.credentials.count))
      json.key("coolingCredentials")
      json.nest("[", "]") { json in
        for credential in one.credentials {
          guard let until = credential.coolingUntil else { continue }
          json.nest { json in
            json.key("reference")
            json.value(reference(credential.credential)[...])
            json.key("wait")
            json.value(seconds: left(until))
          }
        }
      }
      json.key("breakers")
      json.nest("[", "]") { json in for breaker in one.breakers { self.breaker(breaker, &json) } }
    }
  }

  private func breaker(_ one: BreakerSnapshot, _ json: inout StateJSON) {
    json.nest { json in
      json.key("name")
      json.value(graph.bytes(graph.breakers[one.breaker].name))
      json.key("state")
      json.value(one.phase.word)
      json.key("wait")
      json.value(seconds: one.until.map { left($0) })
      json.key("consecutive")
      json.value(Int64(one.consecutive))
    }
  }

  private func holder(_ one: HolderSnapshot, _ json: inout StateJSON) {
    json.nest { json in
      json.key("name")
      json.value(graph.bytes(graph.groups[one.group].name))
      json.key("breaker")
      json.value(one.breaker.map { graph.bytes(graph.breakers[$0].name) })
      json.key("active")
      json.value(member(one).map { graph.bytes($0) })
      json.key("since")
      json.value(seconds: one.since.map { past($0) })
    }
  }

  private func route(_ one: RouteSnapshot, _ json: inout StateJSON) {
    json.nest { json in
      json.key("name")
      json.value(graph.bytes(graph.routes[one.route].name))
      json.key("firstAttempts")
      json.value(one.firstAttempts)
      json.key("retryTokens")
      json.value(one.tokens)
      json.key("brownout")
      json.value(seconds: one.brownoutSince.map { past($0) })
      json.key("waiting")
      json.value(one.waiting)
      json.key("waits")
      json.value(one.waits)
    }
  }
}
