extension Explanation {
  /// P04xx: values.
  static let values: [Explanation] = [
    Explanation(
      .missingUnit,
      why: "Seconds taken for milliseconds are a classic outage, so every number carries its unit.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; limit requests: 600 }
        """,
      mend: ("600", "600/min")),
    Explanation(
      .unknownUnit,
      why: "A unit that is guessed may be off by a factor of a thousand.",
      bad: "let wait: 5sec",
      mend: ("5sec", "5s")),
    Explanation(
      .malformedNumber,
      why:
        "The signs do not make a number, so nobody can know which one was meant. Dates are texts.",
      bad: "let day: 2027-01-01",
      mend: ("2027-01-01", "\"2027-01-01\"")),
    Explanation(
      .inexactNumber,
      why: "Numbers are held exactly; rounding one would make the policy say what nobody wrote.",
      bad: "let target: 99.999999999%",
      mend: ("99.999999999%", "99.9999999%")),
    Explanation(
      .outOfRange,
      why: "Outside this range the number cannot be meant, or cannot be carried out.",
      bad: """
        retry again { attempts 0; otherwise { failover } }
        """,
      mend: ("attempts 0", "attempts 3")),
    Explanation(
      .badEscape,
      why: "An escape that is not known could be shown, or left out: both change the text.",
      bad: #"let apology: "Sorry\!""#,
      mend: (#"\!"#, "!")),
    Explanation(
      .numberTooLarge,
      why: "The number does not fit the integers that policies are computed with.",
      bad: "let wait: 99999999999999999999s",
      mend: ("99999999999999999999s", "99s")),
    Explanation(
      .badURL,
      why: "With this URL no connection can be made, which would be found out in production.",
      bad: """
        endpoint a { url "a.example.com"; timeout attempt: 1s }
        """,
      mend: ("\"a.", "\"https://a.")),
    Explanation(
      .literalSecret,
      why: """
        A policy is committed, reviewed and copied; a key in it is known to everybody who can read \
        any of that, for ever.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; credential "the key itself" }
        """,
      mend: ("\"the key itself\"", "env(\"A_KEY\")")),
    Explanation(
      .badText,
      why: "The text is not of the form that its place wants, so it would never match or be found.",
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s }
        route lookup { match path: "items/*"; to a; effect read; deadline 5s; degrade none }
        """,
      mend: ("\"items", "\"/items")),
    Explanation(
      .badHeaderName,
      why: """
        HTTP knows no such name. A provider would refuse the request, or read the name as more than \
        one line.
        """,
      bad: """
        endpoint a {
          url             "https://a.example.com"
          timeout         attempt: 1s
          idempotency-key header: "Key: 1"
        }
        """,
      mend: ("Key: 1", "Idempotency-Key")),
    Explanation(
      .reservedHeader,
      why: """
        These headers say where a message ends, or concern one connection. A second one beside the \
        client's own could make two requests of one.
        """,
      bad: """
        endpoint a {
          url       "https://a.example.com"
          timeout   attempt: 1s
          attribute auth-header: "Host"
        }
        """,
      mend: ("\"Host\"", "\"x-api-key\"")),
    Explanation(
      .badAuthScheme,
      why: "A scheme is one word of HTTP; with anything else the provider refuses the credential.",
      bad: """
        endpoint a {
          url       "https://a.example.com"
          timeout   attempt: 1s
          attribute auth-scheme: "Bearer:"
        }
        """,
      mend: ("Bearer:", "Bearer")),
    Explanation(
      .badRequestPath,
      why: """
        The path goes into a request as it is. Characters that no URL may hold make it another \
        request, or none.
        """,
      bad: """
        endpoint a { url "https://a.example.com"; timeout attempt: 1s; probe path: "up", every: 9s }
        """,
      mend: ("\"up\"", "\"/up\"")),
    Explanation(
      .misplacedCredential,
      why: """
        The key would go to another host, or a request would be sent with the placeholder itself.
        """,
      bad: """
        endpoint a { url "https://a.example.com/v2/{credential}" }
        """,
      mend: ("{credential}\"", "{credential}\"; credential env(\"A_KEY\")")),
  ]
}
