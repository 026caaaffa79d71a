// Answers of exchanges and of gRPC, as their documentation shows them.

extension Answer {
  private static func exchange(
    _ name: String, _ status: UInt32, _ body: String, _ expected: String, shorter: [String] = []
  ) -> Answer {
    Answer(
      name: name, table: "exchange-http", status: status, body: body, expected: expected,
      shorter: shorter)
  }

  /// developers.binance.com, spot: general API information, errors, cancel-replace.
  static let binance = [
    exchange(
      "too many requests", 429,
      #"{"code":-1003,"msg":"Too many requests; current limit is 1200 requests per minute."}"#,
      "rate-limited no address"),
    exchange(
      "banned", 418,
      #"{"code":-1003,"msg":"Way too much request weight used; IP banned until 1659146400000."}"#,
      "banned no address"),
    exchange("firewall", 403, "<html><body>403 Forbidden</body></html>", "forbidden no address"),
    exchange(
      "timestamp", 400,
      #"{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}"#,
      "clock no local", shorter: ["rejected no request"]),
    exchange(
      "unexpected response", 500,
      #"{"code":-1006,"msg":"An unexpected response was received from the message bus. Execution status unknown."}"#,
      "ambiguous maybe request", shorter: ["unavailable maybe endpoint"]),
    exchange(
      "timeout", 504,
      #"{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}"#,
      "ambiguous maybe request", shorter: ["unavailable maybe endpoint"]),
    exchange(
      "unknown", 503,
      #"{"code":0,"msg":"Unknown error, please check your request or try again later."}"#,
      "ambiguous maybe request", shorter: ["unavailable maybe endpoint"]),
    exchange(
      "unavailable", 503, #"{"code":0,"msg":"Service Unavailable."}"#, "overloaded no provider",
      shorter: ["unavailable maybe endpoint"]),
    exchange(
      "throttled", 503,
      #"{"code":-1008,"msg":"Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again."}"#,
      "overloaded no provider", shorter: ["unavailable maybe endpoint"]),
    exchange(
      "half a replacement", 409,
      #"{"code":-2021,"msg":"Order cancel-replace partially failed.","data":{"cancelResult":"SUCCESS","newOrderResult":"FAILURE","cancelResponse":{"symbol":"BTCUSDT","status":"CANCELED"},"newOrderResponse":{"code":-2010,"msg":"Order would immediately match and take."}}}"#,
      "ambiguous maybe request", shorter: ["rejected no request"]),
    exchange(
      "balance", 400,
      #"{"code":-2010,"msg":"Account has insufficient balance for requested action."}"#,
      "rejected no request"),
    exchange(
      "key", 401,
      #"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#,
      "unauthorized no credential"),
    exchange(
      "orders", 400,
      #"{"code":-1015,"msg":"Too many new orders; current limit is 50 orders per 10 SECONDS."}"#,
      "rate-limited no account", shorter: ["rejected no request"]),
  ]

  /// docs.kraken.com/api, spot errors: a 200 whose `error` is not empty.
  static let kraken = [
    exchange(
      "rate limit", 200, #"{"error":["EAPI:Rate limit exceeded"]}"#, "rate-limited no credential",
      shorter: ["success"]),
    exchange(
      "nonce", 200, #"{"error":["EAPI:Invalid nonce"]}"#, "clock no local", shorter: ["success"]),
    exchange(
      "funds", 200, #"{"error":["EOrder:Insufficient funds"]}"#, "rejected no request",
      shorter: ["success"]),
    exchange(
      "busy", 200, #"{"error":["EService:Busy"],"result":{}}"#, "overloaded no provider",
      shorter: ["success"]),
    exchange(
      "details behind the text", 200, #"{"error":["EGeneral:Invalid arguments:volume"]}"#,
      "rejected no request", shorter: ["success"]),
    exchange(
      "second of two", 200, #"{ "error" : [ "WGeneral:Hot" , "EAPI:Invalid key" ] }"#,
      "unauthorized no credential", shorter: ["success", "ambiguous maybe request"]),
    exchange(
      "escapes", 200, #"{"err\u006fr":["EAPI\u003aInvalid\u0020key"]}"#,
      "unauthorized no credential", shorter: ["success"]),
  ]

  /// docs.cdp.coinbase.com (advanced trade: create order, errors), www.okx.com/docs-v5.
  static let coinbaseAndOKX = [
    exchange(
      "funds, in a 200", 200,
      #"{"success":false,"failure_reason":"UNKNOWN_FAILURE_REASON","order_id":"","error_response":{"error":"INSUFFICIENT_FUND","message":"Insufficient balance in source account","error_details":"","preview_failure_reason":"PREVIEW_INSUFFICIENT_FUND"},"order_configuration":{}}"#,
      "rejected no request", shorter: ["success", "ambiguous maybe request"]),
    exchange(
      "permission", 403,
      #"{"error":"PERMISSION_DENIED","code":7,"message":"missing required scopes","details":[]}"#,
      "forbidden no address"),
    exchange(
      "argument", 400,
      #"{"error":"INVALID_ARGUMENT","error_details":"order_id is invalid","message":"order_id is invalid"}"#,
      "rejected no request"),
    exchange(
      "timed out at the top", 200, #"{"code":"51149","data":[],"msg":"Order timed out."}"#,
      "ambiguous maybe request", shorter: ["success"]),
    exchange(
      "timed out in an item", 200,
      #"{"code":"1","data":[{"clOrdId":"","ordId":"","sCode":"51149","sMsg":"Order timed out. Please check the status of your order."}],"msg":"Operation failed"}"#,
      "ambiguous maybe request", shorter: ["success"]),
  ]

  /// grpc.github.io/grpc/core/md_doc_statuscodes.html; trailers of an answer whose status is 200.
  static let grpc = [
    (0, "success"), (1, "interrupted maybe endpoint"), (2, "unavailable maybe endpoint"),
    (3, "rejected no request"), (4, "timeout maybe endpoint"), (5, "rejected no request"),
    (6, "rejected no request"), (7, "forbidden no credential"), (8, "rate-limited no credential"),
    (9, "rejected no request"), (10, "interrupted maybe endpoint"), (11, "rejected no request"),
    (12, "not-found no endpoint"), (13, "unavailable maybe endpoint"),
    (14, "unavailable maybe endpoint"), (15, "malformed maybe endpoint"),
    (16, "unauthorized no credential"), (17, "unavailable maybe endpoint"),
  ].map { code, expected in
    Answer(
      name: "status \(code)", table: "grpc", status: 200, headers: [("Grpc-Status", "\(code)")],
      body: "\0\0\0\0\u{2}\u{8}\u{1}", expected: expected)
  }
}
