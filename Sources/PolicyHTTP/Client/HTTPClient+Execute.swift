#if HTTPClient
  public import AsyncHTTPClient
  public import PolicyService

  extension HTTPClient {
    /// Runs a request by a policy: each attempt goes to the endpoint that the policy gives it, with
    /// its credential and within its times.
    ///
    /// On a route with `commit first-byte` it returns with the first byte of the answer's body, and
    /// the rest comes as it is read; on others with the whole answer. It must be a client that does
    /// not follow redirects, such as one of `HTTPClient.Configuration.policy`: otherwise a provider
    /// could send the request, key and all, to wherever it likes.
    ///
    /// - Parameters:
    ///   - request: what is asked, without a host.
    ///   - route: the route of the policy.
    ///   - options: bounds, and what is done to requests and answers on their way.
    /// - Returns: the answer: an endpoint's, or what a step of the ladder serves.
    /// - Throws: why there is none. If the caller's task is cancelled, the connections of its
    ///   attempts are closed and it throws.
    public func execute(
      _ request: PolicyHTTPRequest, route: PolicyRoute, options: PolicyHTTPOptions = .standard
    ) async throws(PolicyHTTPError) -> PolicyHTTPResponse {
      if let fault = request.fault ?? redirectFault { throw .refused(fault) }
      let pipe = ResponsePipe(options)
      // The client has a `Task` of its own.
      let driver = _Concurrency.Task { await drive(request, route, options, pipe) }
      let token = ResponseToken(pipe: pipe, driver: driver)
      let result = await withTaskCancellationHandler {
        await pipe.beginning()
      } onCancel: {
        driver.cancel()
      }
      switch result {
      case .success(let start): return PolicyHTTPResponse(start, token)
      case .failure(let error): throw error
      }
    }

    private func drive(
      _ request: PolicyHTTPRequest, _ route: PolicyRoute, _ options: PolicyHTTPOptions,
      _ pipe: ResponsePipe
    ) async {
      do {
        let answer = try await route.run(request.facts) { attempt in
          try await Exchange(
            client: self, request: request, options: options, attempt: attempt, pipe: pipe
          ).run()
        }
        pipe.end(answer)
      } catch {
        pipe.end(error)
      }
    }
  }
#endif
