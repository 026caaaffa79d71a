extension Explanation {
  /// The responses among P07xx: what follows which class of error.
  static let responses: [Explanation] = [
    Explanation(
      .topologyCycle,
      why: "A failover inside the cycle would never end.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        active-passive main   { member a; member backup; failback manual }
        active-passive backup { member main; failback manual }
        """,
      good: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        endpoint b { url "https://b.example.com"; timeout attempt: 1s }
        active-passive main   { member a; member backup; failback manual }
        active-passive backup { member b; failback manual }
        """),
    Explanation(
      .memberTwice,
      why: "An endpoint is no backup for itself: the second turn would meet the same outage.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        active-passive main { member a; member a; failback manual }
        """,
      fix: ("member a; member a", "member a")),
    Explanation(
      .shadowedRow,
      why: "The first matching row decides, so this row never does, and its class never occurs.",
      bad: """
        errors own {
          rejected     status: 400..499
          rate-limited status: 429
        }
        """,
      good: """
        errors own {
          rate-limited status: 429
          rejected     status: 400..499
        }
        """),
    Explanation(
      .unansweredClass,
      why: "The failure nobody planned for is the one that happens, and no response would follow.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        retry again { attempts 2; on connection, overloaded { failover } }
        route lookup { to a; effect read; deadline 5s; retry again; degrade none }
        """,
      fix: ("overloaded { failover }", "overloaded { failover }; otherwise { fail }")),
    Explanation(
      .illegalForClass,
      why: """
        This response cannot help against this class: it fails again. After the commit a stall or \
        nonsense counts as `interrupted`, and `resume` stands there.
        """,
      bad: """
        endpoint a { url "https://a.example.com" }
        retry again { attempts 2; on too-large { same-endpoint times: 1 }; otherwise { fail } }
        route ask { to a; effect read; deadline 5s; retry again }
        """,
      fix: ("same-endpoint times: 1", "failover")),
    Explanation(
      .illegalForEffect,
      why: "The statement would send or answer a request twice, which the route's effect forbids.",
      bad: """
        endpoint a { url "https://a.example.com" }
        route pay { to a; effect once; deadline 5s; hedge after: 500ms; degrade none }
        """,
      fix: (" hedge after: 500ms;", "")),
    Explanation(
      .repeatsOnce,
      why: """
        After this failure the request may have been executed. Sending it again may place the \
        order, or take the money, a second time.
        """,
      bad: """
        endpoint a { url "https://a.example.com" }
        endpoint b { url "https://b.example.com" }
        active-passive venues { member a; member b; failback manual }
        retry careful {
          attempts 2
          on timeout { failover }
          otherwise  { fail }
        }
        route order { to venues; effect once; deadline 5s; retry careful }
        """,
      fix: ("{ failover }", "{ reconcile within: 500ms; failover }")),
    Explanation(
      .responseUnreachable,
      why: "The request has ended before this response, so it never runs.",
      bad: """
        retry again { attempts 2; on timeout { fail; failover }; otherwise { fail } }
        """,
      fix: ("fail; failover", "failover; fail")),
    Explanation(
      .classTwice,
      why: """
        One of the two lists of responses would silently win, and a reader may believe the other.
        """,
      bad: """
        retry again {
          attempts 2
          on timeout, connection { failover }
          on timeout             { fail }
        }
        """,
      fix: ("on timeout             { fail }", "otherwise              { fail }")),
  ]
}
