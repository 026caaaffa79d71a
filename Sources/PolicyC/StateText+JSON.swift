import PolicyGraph
import PolicyRuntime

extension StateText {
  /// `policy`, `endpoints`, `groups`, `routes`; times are seconds, what is not known is null.
  func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("policy" as StaticString)
      json.object { json in
        json.key("digest" as StaticString)
        json.hex(engine.policy.stamp.digest.bytes)
        json.key("revision" as StaticString)
        json.value(Int64(engine.policy.stamp.revision))
      }
      json.key("endpoints" as StaticString)
      json.array { json in for one in live.endpoints { json.object { endpoint(one, &$0) } } }
      json.key("groups" as StaticString)
      json.array { json in
        for one in live.holders { json.object(inline: true) { holder(one, &$0) } }
      }
      json.key("routes" as StaticString)
      json.array { json in
        for one in live.routes { json.object(inline: true) { route(one, &$0) } }
      }
    }
    return json.finish()
  }

  private func endpoint(_ one: EndpointSnapshot, _ json: inout JSONWriter) {
    let (word, wait) = state(one)
    json.key("name" as StaticString)
    json.value(graph.bytes(graph.endpoints[one.endpoint].name))
    json.key("state" as StaticString)
    json.value(word)
    seconds("wait", wait, &json)
    json.key("inFlight" as StaticString)
    if let count = one.inFlight { json.value(count) } else { json.null() }
    seconds("latency", one.average, &json)
    json.key("credentials" as StaticString)
    json.value(one.credentials.count)
    json.key("coolingCredentials" as StaticString)
    json.array { json in
      for credential in one.credentials {
        guard let until = credential.coolingUntil else { continue }
        json.object(inline: true) { json in
          json.key("reference" as StaticString)
          json.value(reference(credential.credential))
          seconds("wait", left(until), &json)
        }
      }
    }
    json.key("breakers" as StaticString)
    json.array { json in
      for breaker in one.breakers {
        json.object(inline: true) { json in
          json.key("name" as StaticString)
          json.value(graph.bytes(graph.breakers[breaker.breaker].name))
          json.key("state" as StaticString)
          json.value(breaker.phase.word)
          seconds("wait", breaker.until.map { left($0) }, &json)
          json.key("consecutive" as StaticString)
          json.value(breaker.consecutive)
        }
      }
    }
  }

  private func holder(_ one: HolderSnapshot, _ json: inout JSONWriter) {
    json.key("name" as StaticString)
    json.value(graph.bytes(graph.groups[one.group].name))
    json.key("breaker" as StaticString)
    if let breaker = one.breaker {
      json.value(graph.bytes(graph.breakers[breaker].name))
    } else {
      json.null()
    }
    json.key("active" as StaticString)
    if let member = member(one) { json.value(graph.bytes(member)) } else { json.null() }
    seconds("since", one.since.map { past($0) }, &json)
  }

  private func route(_ one: RouteSnapshot, _ json: inout JSONWriter) {
    json.key("name" as StaticString)
    json.value(graph.bytes(graph.routes[one.route].name))
    json.key("firstAttempts" as StaticString)
    json.value(one.firstAttempts)
    json.key("retryTokens" as StaticString)
    json.value(one.tokens)
    seconds("brownout", one.brownoutSince.map { past($0) }, &json)
    json.key("waiting" as StaticString)
    if let waiting = one.waiting { json.value(waiting) } else { json.null() }
    json.key("waits" as StaticString)
    json.value(one.waits)
  }

  private func seconds(_ name: StaticString, _ time: Tick?, _ json: inout JSONWriter) {
    json.key(name)
    if let time { json.decimal(time.ns / 1_000_000, places: 3) } else { json.null() }
  }
}
