extension Template {
  static let chatText = #"""
    language 1

    // A starter: a chat service with two model providers and a polite last word. Change the names,
    // the numbers and the hosts; `policyc lint` says what no longer fits together.

    /// The provider that is asked first.
    endpoint primary {
      url          "https://api.primary.example.com"
      credential   env("PRIMARY_API_KEY")  // a reference: the key itself never stands in a policy
      domain       provider: primary-ai, region: us-east
      limit        requests: 600/min, context: 128k
      // 5s to the first token; after it, only a pause of 10s is a failure.
      timeout      first-byte: 5s, idle: 10s, attempt: 12s, stream: 3m
      // It goes on with a text that another model began, when it is asked to.
      supports     [continuation]
      availability 99.9%
      latency      p50: 500ms, p99: 3s
    }

    /// Another company in another region: what breaks the first should not break this one.
    endpoint backup {
      extends    primary
      url        "https://api.backup.example.com"
      credential env("BACKUP_API_KEY")
      domain     provider: backup-ai, region: us-west
      limit      requests: 600/min, context: 200k
      latency    p50: 600ms, p99: 4s
    }

    /// In order of preference. Back to the first once it has been well for a minute: this and all
    /// that holds where nothing is said, the breaker for one, `policyc explain standard` shows.
    active-passive providers { member primary; member backup }

    /// What follows each kind of failure, where it is not the usual: the other provider. A request
    /// that is refused for what it says fails. `attempts` counts the first one as well.
    retry chat-retries {
      extends  standard
      attempts 4
      budget   20%, min: 5/s
      // A limiter's second is waited for; a longer wait goes to the other provider.
      on rate-limited { same-endpoint times: 1, retry-after: 1s; failover }
      // A stream that breaks off goes on at the other provider.
      on interrupted  { resume; failover }
    }

    /// The answers when no endpoint can give a full one.
    degrade chat-ladder {
      step cached  { serve cache, max-age: 1h, within: 500ms }
      step apology { serve text: "The assistant is busy. Please try again soon." }
      // Brownout: when half of the requests get no answer, the next ones no longer wait for one.
      enter exhausted: 50%, over: 30s, min-calls: 50
      leave after: 30s
    }

    /// One turn of a conversation; repeating it costs money and does no harm.
    route chat {
      match    path: "/v1/chat/completions"
      to       providers
      effect   idempotent
      deadline 30s
      errors   llm-http
      retry    chat-retries
      // Streams are shown from the first token on, while the other provider could continue them.
      commit   first-byte, if: resumable
      degrade  chat-ladder
      load     8/s
    }

    // Proved by `policyc test`, for every order of failures and every moment they may come at.
    guarantee chat {
      // Per request: an outage's first second wants more retries than the budget gives.
      survives     per-request, any: 1, of: provider
      reaches      backup, within: 26s
      attempts     at-most: 4
      availability at-least: 99.99%
      stays-within region: [us-east, us-west]
    }

    // Simulated by `policyc test`: the primary is gone for three minutes, then stumbles.
    scenario primary-outage {
      traffic chat, rate: 8/s, for: 10m
      at 1m { outage primary, for: 3m }
      at 8m { errors primary, share: 30%, status: 529, for: 1m }
      given  cache, served: 40%, takes: 2ms
      expect availability, at-least: 99%
      // In a few runs a minute of bad luck looks like an outage that lasts.
      expect failover, within: 15s, in: 95%
      expect recovery, within: 90s
    }

    """#
}
