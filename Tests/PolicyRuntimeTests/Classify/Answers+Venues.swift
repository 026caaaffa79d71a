// Answers of exchanges that put their errors into a 200, as their documentation shows them.

extension Answer {
  private static let rest = "ambiguous maybe request"

  private static func venue(
    _ name: String, _ body: String, _ expected: String, status: UInt32 = 200,
    shorter: [String] = ["success", rest]
  ) -> Answer {
    Answer(
      name: name, table: "exchange-http", status: status, body: body, expected: expected,
      shorter: shorter)
  }

  /// www.okx.com/docs-v5, error codes.
  static let okx = [
    venue(
      "timestamp", #"{"code":"50102","data":[],"msg":"Timestamp request expired"}"#,
      "clock no local"),
    venue("busy", #"{"msg":"System is busy","code":"50013","data":[]}"#, "overloaded no provider"),
    venue(
      "signature", #"{"msg":"Invalid Sign","code":"50113"}"#, "unauthorized no credential",
      status: 401, shorter: []),
    venue(
      "address not allowed", #"{"msg":"Your IP is not in the linked trusted IPs","code":"50110"}"#,
      "forbidden no address", status: 401, shorter: ["unauthorized no credential"]),
    venue(
      "accounts' limit", #"{"code":"50061","msg":"Sub-account rate limit reached","data":[]}"#,
      "rate-limited no account"),
    venue(
      "funds, in the order",
      #"{"code":"1","data":[{"clOrdId":"a1","ordId":"","sCode":"51008","sMsg":"Order failed. Insufficient USDT balance in account","tag":""}],"inTime":"1695190491421339","msg":"All operations failed"}"#,
      "rejected no request"),
    venue(
      "one of two orders",
      #"{"code":"2","data":[{"ordId":"1","sCode":"0","sMsg":"Order placed"},{"ordId":"","sCode":"51008","sMsg":"Insufficient balance"}],"msg":"Bulk operation partially succeeded"}"#,
      rest),
    venue(
      "an id that is there already",
      #"{"code":"1","data":[{"clOrdId":"a1","ordId":"","sCode":"51016","sMsg":"Client order ID already exists"}],"msg":"All operations failed"}"#,
      rest),
    venue(
      "an order that failed in a code of no known class",
      #"{"code":"1","data":[{"ordId":"","sCode":"59999","sMsg":"?"}],"msg":""}"#, rest),
    venue("a code alone of no known class", #"{"code":"58999","msg":"?","data":[]}"#, rest),
    venue(
      "timed out", #"{"code":"50004","msg":"API endpoint request timeout","data":[]}"#, rest),
  ]

  /// bybit-exchange.github.io/docs/v5/error.
  static let bybit = [
    venue(
      "funds",
      #"{"retCode":110007,"retMsg":"ab not enough for new order","result":{},"retExtInfo":{},"time":1672211918471}"#,
      "rejected no request"),
    venue(
      "window",
      #"{"retCode":10002,"retMsg":"invalid request, please check your server timestamp or recv_window param.","result":{},"retExtInfo":{},"time":1672211918471}"#,
      "clock no local"),
    venue(
      "key", #"{"retCode":10003,"retMsg":"API key is invalid.","result":{},"retExtInfo":{}}"#,
      "unauthorized no credential"),
    venue(
      "too many visits",
      #"{"retCode":10006,"retMsg":"Too many visits. Exceeded the API Rate Limit.","result":{}}"#,
      "rate-limited no credential"),
    venue(
      "too many visits of an address", #"{"retCode":10018,"retMsg":"Exceeded the IP Rate Limit."}"#,
      "rate-limited no address"),
    venue(
      "address banned", #"{"retCode":10009,"retMsg":"IP has been banned."}"#, "banned no address"),
    venue("timed out", #"{"retCode":10000,"retMsg":"Server Timeout","result":null}"#, rest),
    venue(
      "server", #"{"retCode":10016,"retMsg":"Server error.","result":{}}"#,
      "unavailable maybe endpoint"),
    venue(
      "an id that is there already",
      #"{"retCode":110072,"retMsg":"OrderLinkedID is duplicate","result":{}}"#,
      rest),
    venue(
      "one of two orders",
      #"{"retCode":0,"retMsg":"OK","result":{"list":[{"orderId":"1"},{"orderId":""}]},"retExtInfo":{"list":[{"code":0,"msg":"OK"},{"code":170213,"msg":"Order does not exist."}]}}"#,
      rest),
    venue("a code of no known class", #"{"retCode":190000,"retMsg":"?","result":{}}"#, rest),
    venue(
      "success",
      #"{"retCode":0,"retMsg":"OK","result":{"orderId":"c6f055d9","orderLinkId":""},"retExtInfo":{},"time":1672211918471}"#,
      "success", shorter: ["success"]),
    venue(
      "success of several",
      #"{"retCode":0,"retMsg":"OK","result":{"list":[{"orderId":"1"}]},"retExtInfo":{"list":[{"code":0,"msg":"OK"}]}}"#,
      "success", shorter: ["success"]),
  ]

  /// docs.deribit.com, RPC error codes.
  static let deribit = [
    venue(
      "funds",
      #"{"jsonrpc":"2.0","id":8066,"error":{"code":10009,"message":"not_enough_funds"},"testnet":false,"usIn":1}"#,
      "rejected no request", status: 400, shorter: []),
    venue(
      "funds, in a 200",
      #"{"jsonrpc":"2.0","id":8066,"error":{"code":10009,"message":"not_enough_funds"}}"#,
      "rejected no request"),
    venue(
      "too many requests",
      #"{"jsonrpc":"2.0","error":{"message":"too_many_requests","code":10028},"testnet":false}"#,
      "rate-limited no credential"),
    venue(
      "token",
      #"{"jsonrpc":"2.0","id":42,"error":{"code":13009,"message":"unauthorized","data":{"reason":"invalid_token"}}}"#,
      "unauthorized no credential"),
    venue(
      "queue full",
      #"{"jsonrpc":"2.0","error":{"code":10047,"message":"matching_engine_queue_full"}}"#,
      "overloaded no provider"),
    venue("timed out", #"{"jsonrpc":"2.0","error":{"code":13888,"message":"timed_out"}}"#, rest),
    venue("a code of no known class", #"{"jsonrpc":"2.0","error":{"code":19999}}"#, rest),
    venue("no code", #"{"jsonrpc":"2.0","error":{"message":"?"}}"#, rest),
    venue(
      "an order",
      #"{"jsonrpc":"2.0","id":5,"result":{"order":{"order_state":"open","order_id":"E-1"},"trades":[]}}"#,
      "success", shorter: ["success"]),
  ]

  /// hyperliquid.gitbook.io, exchange endpoint and error responses.
  static let hyperliquid = [
    venue(
      "wallet", #"{"status":"err","response":"User or API Wallet 0x0123 does not exist."}"#, rest),
    venue(
      "funds",
      #"{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Insufficient margin to place order. asset=4"}]}}}"#,
      "rejected no request"),
    venue(
      "minimum",
      #"{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Order must have minimum value of $10. asset=0"}]}}}"#,
      "rejected no request"),
    venue(
      "one of two orders",
      #"{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":77738308}},{"error":"Insufficient margin to place order. asset=4"}]}}}"#,
      rest),
    venue(
      "an error of no known text",
      #"{"status":"ok","response":{"type":"order","data":{"statuses":[{"error":"Something new."}]}}}"#,
      rest),
    venue(
      "resting",
      #"{"status":"ok","response":{"type":"order","data":{"statuses":[{"resting":{"oid":77738308}}]}}}"#,
      "success", shorter: ["success"]),
    venue(
      "cancelled", #"{"status":"ok","response":{"type":"cancel","data":{"statuses":["success"]}}}"#,
      "success", shorter: ["success"]),
  ]

  /// Kraken, Binance, Coinbase and others: what no row names is no success.
  static let unnamed = [
    venue("Kraken", #"{"error":["EOrder:Something new"]}"#, rest),
    venue("Kraken, a warning alone", #"{"error":["WGeneral:Something"],"result":{}}"#, rest),
    venue("Kraken, internal", #"{"error":["EGeneral:Internal error"]}"#, rest),
    venue(
      "Kraken, lockout", #"{"error":["EGeneral:Temporary lockout"]}"#, "rate-limited no credential"),
    venue("Binance, in a 200", #"{"code":-9999,"msg":"?"}"#, rest),
    venue(
      "Binance, in a 400", #"{"code":-9999,"msg":"?"}"#, "rejected no request", status: 400,
      shorter: []),
    venue(
      "Binance, one of two orders",
      #"[{"orderId":22542179,"symbol":"BTCUSDT","status":"NEW"},{"code":-2022,"msg":"ReduceOnly Order is rejected."}]"#,
      rest),
    venue(
      "Coinbase",
      #"{"success":false,"failure_reason":"UNKNOWN_FAILURE_REASON","order_id":"","error_response":{"error":"UNKNOWN_FAILURE_REASON","message":"?","error_details":""}}"#,
      rest),
    venue("Coinbase, nothing but false", #"{"success": false, "order_id": ""}"#, rest),
    venue(
      "HTX", #"{"status":"error","err-code":"invalid-amount","err-msg":"?","data":null}"#, rest),
    venue("an error that is true", #"{"error":true,"message":"?"}"#, rest),
    venue(
      "a status told in an error", #"{"error":{"code":429,"message":"slow down"}}"#,
      "rate-limited no address"),
    venue("KuCoin, a success", #"{"code":"200000","data":{"orderId":"1"}}"#, "success"),
    venue(
      "Bitget, a success", #"{"code":"00000","msg":"success","data":{"orderId":"1"}}"#, "success"),
    venue("an error that is false", #"{"error":false,"success":true}"#, "success"),
  ]
}
