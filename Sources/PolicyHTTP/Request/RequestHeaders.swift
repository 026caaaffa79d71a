#if HTTPClient
  internal import NIOHTTP1
  internal import PolicyService

  /// What of a caller's headers goes on to an endpoint, and what is put there by the policy.
  enum RequestHeaders {
    /// Headers that say who somebody is: the caller's are for us, not for an endpoint.
    private static let secrets: Set<String> = [
      "authorization", "cookie", "cookie2", "x-api-key", "api-key", "x-goog-api-key", "apikey",
      "x-auth-token", "x-access-token", "x-amz-security-token", "x-csrf-token", "x-xsrf-token",
      "openai-organization", "openai-project", "ocp-apim-subscription-key",
    ]

    /// Headers that the client writes itself, or that would make it wait or pack.
    private static let ours: Set<String> = [
      "host", "content-length", "expect", "accept-encoding",
    ]

    /// The headers of an attempt, without its credential.
    static func forwarded(_ headers: HTTPHeaders, keeping kept: [String]) -> HTTPHeaders {
      let named = HeaderText.named(by: headers)
      var forwarded = HTTPHeaders()
      forwarded.reserveCapacity(headers.count + 2)
      for (name, value) in headers {
        let lower = name.lowercased()
        if ours.contains(lower) || HeaderText.isHopByHop(lower, named: named) { continue }
        if secrets.contains(lower) && !kept.contains(lower) { continue }
        forwarded.add(name: name, value: value)
      }
      return forwarded
    }

    /// Puts the attempt's credential and the request's key where the endpoint wants them.
    ///
    /// The credential stands in `authorization` as `Bearer`, or where the endpoint's attributes
    /// `auth-header` and `auth-scheme` say; an empty scheme, or a header of its own, means the bare
    /// key.
    static func sign(_ headers: inout HTTPHeaders, _ attempt: Attempt, key: String) {
      if let header = attempt.idempotencyKey, !key.isEmpty {
        headers.replaceOrAdd(name: header, value: key)
      }
      sign(&headers, attempt.destination, attempt.credential)
    }

    /// Puts a credential where an endpoint wants it; in the URL it stands already.
    static func sign(
      _ headers: inout HTTPHeaders, _ destination: Destination, _ credential: Secret?
    ) {
      guard let credential, !destination.holdsCredential else { return }
      let attributes = destination.attributes
      let header = attributes["auth-header"] ?? "authorization"
      let usual = header.lowercased() == "authorization" ? "Bearer" : ""
      let scheme = attributes["auth-scheme"] ?? usual
      credential.withSecret { secret in
        headers.replaceOrAdd(name: header, value: scheme.isEmpty ? secret : "\(scheme) \(secret)")
      }
    }
  }
#endif
