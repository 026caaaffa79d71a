extension BuiltinClass {
  /// What it typically looks like.
  var sign: String { BuiltinClass.signs.first { $0.class == word }?.sign ?? "" }

  /// Every class once; a test compares this list with `all`.
  static let signs: [(class: Word, sign: String)] = [
    (.connection, "DNS failure, refused, TLS handshake, HTTP/2 REFUSED_STREAM, 425."),
    (.overloaded, "A 503 that says so, 529; another key does not help."),
    (.rateLimited, "429."),
    (.quotaExhausted, "429 `insufficient_quota`, 402; retrying never helps before the reset."),
    (.unauthorized, "401."),
    (.forbidden, "403."),
    (.banned, "418 at an exchange: nobody at this address may call until it is lifted."),
    (.tooLarge, "400 `context_length_exceeded`, 413: only a larger candidate helps."),
    (.contentFiltered, "The provider's filter refuses what the request says; fails unless named."),
    (
      .rejected,
      "The request itself is refused: 400, 409, 422, insufficient funds; fails unless named."
    ),
    (.notFound, "404, 405, 410: not at this endpoint."),
    (.clock, "A nonce or timestamp out of range: fails everywhere until the clock is set."),
    (.unavailable, "500, 502, 504, a 503 without a reason."),
    (.timeout, "No answer in time, 408."),
    (.interrupted, "Cut after it was sent, mid-answer included."),
    (.malformed, "An answer that cannot be read."),
    (.ambiguous, "The far end says that it does not know whether it was carried out."),
    (.cancelled, "The caller gave up: never counted against anybody, takes no response."),
    (.unclassified, "No row of the error table matches: never sent again on a `once` route."),
    (.noCandidate, "No endpoint could be asked: goes to the ladder, takes no response."),
    (
      .notServed,
      """
      No endpoint `serves` the request's tags, or no arm of a `select` takes it: goes to the \
      ladder, takes no response.
      """
    ),
  ]
}
