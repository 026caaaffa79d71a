extension BuiltinTables {
  /// What HTTP itself says: RFC 9110 section 15, RFC 6585 (429), RFC 8470 (425), and 529, which
  /// several providers answer when they are overloaded.
  static let http = """
    language 1

    /// What HTTP itself says, and what a client sees below it.
    errors http {
      // The caller asked whether its copy is still good, and it is.
      success         status: 304
      cancelled       transport: cancelled
      // Nothing was sent, so nothing can have been carried out.
      connection      transport: [dns, refused, unreachable, tls, certificate, refused-stream, connect-timeout]
      connection      status: 425
      timeout         transport: [timeout, idle-timeout]
      timeout         status: 408
      // After the request was sent nobody knows how far it came.
      interrupted     transport: [reset, closed, cut]
      malformed       transport: unreadable
      rate-limited    status: 429
      quota-exhausted status: 402
      unauthorized    status: [401, 407]
      forbidden       status: [403, 451]
      not-found       status: [404, 405, 410, 421, 501]
      // To be sent elsewhere, so not carried out here. After 301, 302 and 303 nobody knows: they
      // follow many a request that was, and no row takes them.
      not-found       status: [307, 308]
      too-large       status: [413, 414, 431]
      rejected        status: [400, 406, 409, 411, 412, 415..418, 422..424, 426, 428]
      // A 503 that says when to come back has refused the request; another may have begun it.
      overloaded      status: 503, header: "retry-after"
      overloaded      status: 529
      unavailable     status: [500, 502, 503, 504, 505..528, 530..599]
    }

    """
}
