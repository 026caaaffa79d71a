extension BuiltinTables {
  /// Binance (developers.binance.com, spot and derivatives: errors), Kraken (docs.kraken.com/api,
  /// spot errors), Coinbase (docs.cdp.coinbase.com, advanced trade: create order), OKX
  /// (www.okx.com/docs-v5, error codes), Bybit (bybit-exchange.github.io/docs/v5/error), Deribit
  /// (docs.deribit.com, RPC error codes), Hyperliquid (hyperliquid.gitbook.io, error responses).
  ///
  /// Codes of Bybit and Deribit are small numbers that mean different things, so their rows look for
  /// a word that only the one's answers have.
  static let exchangeHTTP = """
    language 1

    /// What exchanges answer; many put their errors into a 200.
    errors exchange-http {
      extends http
      // The exchange does not know whether the order was placed: ask, never resend.
      ambiguous    code: ["-1000", "-1006", "-1007", "-2021", "50004", "51149", "170007", "170146", "170147"]
      ambiguous    code: ["EGeneral:Internal error", "EService:Timeout", "EGeneral:Unknown error"]
      ambiguous    code: ["10000", "10014", "10019"], body: "retCode"
      ambiguous    code: ["11094", "13888"], body: "jsonrpc"
      ambiguous    status: 503, body: "Unknown error"
      // An order of this id is there already: perhaps ours, sent before.
      ambiguous    code: ["51016", "110072", "170141", "-4116"]
      // Of several orders some were placed and some refused.
      ambiguous    code: "2", body: "sCode"
      ambiguous    status: 200..299, code-not: ["0", "00000", "000000", "200", "200000"], body: ["{\\"resting\\"", "{\\"filled\\"", "\\"orderId\\":"]
      banned       status: 418
      banned       code: "10009", body: "retCode"
      // The firewall counts the address, not the key.
      forbidden    status: 403, scope: address
      forbidden    code: "50110", scope: address
      forbidden    code: "10010", body: "retCode", scope: address
      forbidden    code: ["EGeneral:Permission denied", "EAPI:Feature disabled", "EAuth:Account temporary disabled", "EAuth:Account unconfirmed", "EOrder:Trading agreement required", "PERMISSION_DENIED"]
      forbidden    code: ["50007", "50012", "50027", "50030", "50035", "50120"]
      forbidden    code: ["10005", "10008", "10024", "10027"], body: "retCode"
      forbidden    code: "13021", body: "jsonrpc"
      rate-limited code: "-1003", scope: address
      rate-limited code: "10018", body: "retCode", scope: address
      rate-limited code: ["EAPI:Rate limit exceeded", "EOrder:Rate limit exceeded", "EOrder:Domain rate limit exceeded", "EGeneral:Too many requests", "EGeneral:Temporary lockout", "EAuth:Rate limit exceeded", "EAuth:Too many requests"]
      rate-limited code: ["-1015", "50061", "170005", "170222"], scope: account
      rate-limited code: "50011"
      rate-limited code: ["10006", "10429"], body: "retCode"
      rate-limited code: ["10028", "10066"], body: "jsonrpc"
      rate-limited status: 429, scope: address
      clock        code: ["-1021", "EAPI:Invalid nonce", "50102", "50112"]
      clock        code: "10002", body: "retCode"
      unauthorized code: ["-1002", "-1022", "-2014", "-2015", "EAPI:Invalid key", "EAPI:Invalid signature", "EAPI:Invalid session", "UNAUTHENTICATED"]
      unauthorized code: ["50101", "50103", "50104", "50105", "50106", "50107", "50111", "50113", "50114", "33004"]
      unauthorized code: ["10003", "10004", "10007"], body: "retCode"
      unauthorized code: ["10000", "13004", "13009"], body: "jsonrpc"
      overloaded   code: ["-1004", "-1008", "50005", "50013", "EService:Busy", "EService:Unavailable", "EService:Deadline elapsed"]
      overloaded   code: ["10040", "10041", "10047", "11051"], body: "jsonrpc"
      overloaded   status: 503, body: "Service Unavailable"
      unavailable  code: ["-1001", "50001", "50026"]
      unavailable  code: "10016", body: "retCode"
      unavailable  code: "13028", body: "jsonrpc"
      rejected     code: ["-1013", "-1014", "-1020", "-1100", "-1101", "-1102", "-1103", "-1104", "-1105", "-1106", "-1111", "-1112", "-1114", "-1115", "-1116", "-1117", "-1121", "-1128", "-1130"]
      rejected     code: ["-2010", "-2011", "-2013", "-2018", "-2019", "-2020", "-2022", "-4003", "-4005", "-4131", "-4164", "-5021", "-5022"]
      rejected     code: ["EOrder:Insufficient funds", "EOrder:Insufficient margin", "EOrder:Order minimum not met", "EOrder:Cost minimum not met", "EOrder:Tick size check failed", "EOrder:Unknown order", "EOrder:Invalid order", "EOrder:Invalid price", "EOrder:Cannot open position", "EOrder:Cannot open opposing position", "EOrder:Margin allowance exceeded", "EOrder:Margin level too low", "EOrder:Margin position size exceeded", "EOrder:Orders limit exceeded", "EOrder:Positions limit exceeded", "EOrder:Unknown position", "EOrder:Post only order", "EOrder:Reduce only"]
      rejected     code: ["EGeneral:Invalid arguments", "EGeneral:Unknown order type", "EQuery:Unknown asset pair", "EQuery:Unknown asset", "EService:Market in cancel_only mode", "EService:Market in limit_only mode", "EService:Market in post_only mode", "EAPI:Bad request"]
      rejected     code: ["INSUFFICIENT_FUND", "INSUFFICIENT_FUNDS", "INVALID_ARGUMENT", "INVALID_LIMIT_PRICE", "INVALID_LIMIT_PRICE_POST_ONLY", "INVALID_NO_LIQUIDITY", "INVALID_PRICE_PRECISION", "INVALID_PRODUCT_ID", "INVALID_REQUEST", "INVALID_SIDE", "INVALID_SIZE_PRECISION", "INELIGIBLE_PAIR", "ORDER_ENTRY_DISABLED", "UNSUPPORTED_ORDER_CONFIGURATION"]
      rejected     code: ["50014", "50015", "50016", "51000", "51001", "51002", "51003", "51004", "51006", "51008", "51010", "51020", "51119", "51121", "51127", "51131", "51137", "51138", "51400", "51401", "51402", "51503", "51603"]
      rejected     code: ["10001", "10029", "110001", "110003", "110004", "110006", "110007", "110008", "110010", "110012", "110017", "110043", "110045", "110094"], body: "retCode"
      rejected     code: ["170121", "170124", "170130", "170131", "170132", "170133", "170134", "170136", "170137", "170140", "170193", "170194", "170210", "170213"]
      rejected     code: ["10002", "10003", "10004", "10005", "10009", "10011", "10020", "10029", "11029", "11044", "11050", "11054", "13020", "-32602"], body: "jsonrpc"
      rejected     status: 200..299, code-not: ["0", "00000", "000000", "200", "200000"], body: ["Insufficient margin", "Insufficient spot balance", "minimum value of", "divisible by tick size", "could not immediately match", "Post only order would have", "Reduce only order would", "Invalid TP/SL price", "No liquidity available", "Price too far from oracle", "Order was never placed, already canceled, or filled"]
      // Any other error in the place of a success: nobody says that it was not carried out.
      ambiguous    status: 200..299, code-not: ["0", "00000", "000000", "200", "200000"]
    }

    """
}
