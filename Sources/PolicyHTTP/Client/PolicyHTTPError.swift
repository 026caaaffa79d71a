#if HTTPClient
  public import PolicyService

  /// Why a request has no answer.
  ///
  /// No description holds a header, a body or a credential.
  public enum PolicyHTTPError: Error, Sendable {
    /// It cannot be sent as it is; nothing was.
    case refused(Fault)
    /// The policy ended it, or its caller gave up.
    case failed(RequestFailed)
    /// A closure of the caller's (`PolicyHTTPOptions.prepare`, or the body's) threw this error
    /// while it made an attempt's request: no ladder hides it.
    ///
    /// Nothing of that attempt was sent, and it counts against no endpoint.
    case requestNotMade(any Error)
    /// The response's body already has a reader; it can be read once.
    case bodyHasReader
    /// A handler served what no answer can be made of; see `PolicyHTTPOptions.serve`.
    case unservable(step: String)

    /// What is wrong with a request.
    public enum Fault: Hashable, Sendable {
      /// The path names a host, leaves its folder, or holds what no path may; the reason ends a
      /// sentence.
      case path(reason: String)
      /// A header's name or value would change the request's shape; which header.
      case header(name: String)
      /// The body can be read only once, and is longer than what may be kept for a second attempt.
      case bodyNotReplayable(bytesMax: Int)
      /// The client would follow redirects, with the credential.
      case clientFollowsRedirects
    }

    /// Why the policy ended it, if it did.
    public var failure: RequestFailed? {
      switch self {
      case .failed(let failure): failure
      case .refused, .requestNotMade, .bodyHasReader, .unservable: nil
      }
    }
  }

  extension PolicyHTTPError: CustomStringConvertible {
    /// What is wrong, in plain words.
    public var description: String {
      switch self {
      case .refused(let fault): "cannot send the request: \(fault)"
      case .failed(let failure): failure.description
      // What it says may hold a part of the request.
      case .requestNotMade(let error):
        "cannot make the request: a closure that makes it threw \(type(of: error))"
      case .bodyHasReader: "the response's body has a reader already: it can be read once"
      case .unservable(let step):
        "step \(step) of the ladder served what no answer can be made of: "
          + "give a `ServedAnswer`, or set `PolicyHTTPOptions.serve`"
      }
    }
  }

  extension PolicyHTTPError.Fault: CustomStringConvertible {
    /// The end of a sentence.
    public var description: String {
      switch self {
      case .path(let reason): "its path \(reason)"
      case .header(let name): "header \(name) has a name or a value that no header may have"
      case .bodyNotReplayable(let bytesMax):
        "its body can be read only once, and has more than the \(bytesMax) bytes that are kept for "
          + "another attempt: give bytes, or a closure that makes it anew"
      case .clientFollowsRedirects:
        "the client follows redirects, and would carry the credential with it: "
          + "make it with `HTTPClient.Configuration.policy`"
      }
    }
  }
#endif
