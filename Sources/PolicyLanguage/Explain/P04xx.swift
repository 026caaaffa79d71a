extension Explanation {
  /// P04xx: values.
  static let values: [Explanation] = [
    Explanation(
      .missingUnit,
      why: """
        Confusing seconds with milliseconds is a classic outage, so every number carries its unit.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; limit requests: 600 }
        """,
      fix: ("600", "600/min")),
    Explanation(
      .unknownUnit,
      why: "A guessed unit may be off by a factor of a thousand.",
      bad: "let wait: 5sec",
      fix: ("5sec", "5s")),
    Explanation(
      .malformedNumber,
      why: """
        The characters do not form a number, so the intended one is unknown. Dates are written as \
        texts.
        """,
      bad: "let day: 2027-01-01",
      fix: ("2027-01-01", "\"2027-01-01\"")),
    Explanation(
      .inexactNumber,
      why: "Numbers are exact; rounding one would change what the policy says.",
      bad: "let target: 99.999999999%",
      fix: ("99.999999999%", "99.9999999%")),
    Explanation(
      .outOfRange,
      why: "Outside this range the number is a mistake, or cannot be carried out.",
      bad: """
        retry again { attempts 0; otherwise { failover } }
        """,
      fix: ("attempts 0", "attempts 3")),
    Explanation(
      .badEscape,
      why: "Showing an unknown escape or dropping it would both change the text.",
      bad: #"let apology: "Sorry\!""#,
      fix: (#"\!"#, "!")),
    Explanation(
      .numberTooLarge,
      why: "The number does not fit the integers that policies are computed with.",
      bad: "let wait: 99999999999999999999s",
      fix: ("99999999999999999999s", "99s")),
    Explanation(
      .badURL,
      why: """
        No connection can be made with this URL, which would otherwise first show in production.
        """,
      bad: """
        endpoint a { url "a.example.com" }
        """,
      fix: ("\"a.", "\"https://a.")),
    Explanation(
      .literalSecret,
      why: """
        Policies are committed, reviewed and copied. Anyone who can read one of the copies knows \
        the key, for ever.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; credential "the key itself" }
        """,
      fix: ("\"the key itself\"", "env(\"A_KEY\")")),
    Explanation(
      .badText,
      why: "The text does not have the form required here, so it would never match.",
      bad: """
        endpoint a { url "https://a.example.com" }
        route lookup { match path: "items/*"; to a; effect read; deadline 5s }
        """,
      fix: ("\"items", "\"/items")),
    Explanation(
      .badHeaderName,
      why: """
        HTTP does not allow this header name. A provider would refuse the request, or read the \
        name as more than one line.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; idempotency-key header: "Key: 1" }
        """,
      fix: ("Key: 1", "Idempotency-Key")),
    Explanation(
      .reservedHeader,
      why: """
        These headers frame a message or belong to one connection. A second one beside the \
        client's own could turn one request into two.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; attribute auth-header: "Host" }
        """,
      fix: ("\"Host\"", "\"x-api-key\"")),
    Explanation(
      .badAuthScheme,
      why: """
        An authentication scheme is a single HTTP token; with anything else the provider refuses \
        the credential.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; attribute auth-scheme: "Bearer:" }
        """,
      fix: ("Bearer:", "Bearer")),
    Explanation(
      .badRequestPath,
      why: """
        The path is sent as written. Characters that a URL may not contain turn it into another \
        request, or an invalid one.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; probe path: "up", every: 9s }
        """,
      fix: ("\"up\"", "\"/up\"")),
    Explanation(
      .misplacedCredential,
      why: """
        The key would go to another host, or a request would be sent with the placeholder itself.
        """,
      bad: """
        endpoint a { url "https://a.example.com/v2/{credential}" }
        """,
      fix: ("{credential}\"", "{credential}\"; credential env(\"A_KEY\")")),
  ]
}
