extension BuiltinTables {
  /// Binance (developers.binance.com, spot: general API information and errors), Kraken
  /// (docs.kraken.com/api, spot errors), Coinbase (docs.cdp.coinbase.com, advanced trade errors),
  /// OKX 51149.
  static let exchangeHTTP = """
    language 1

    /// What exchanges answer; Kraken puts its errors into a 200.
    errors exchange-http {
      extends http
      // The exchange does not know whether the order was placed: ask, never resend.
      ambiguous    code: ["-1006", "-1007", "-2021", "51149"]
      ambiguous    status: 503, body: "Unknown error"
      banned       status: 418
      // The firewall counts the address, not the key.
      forbidden    status: 403, scope: address
      forbidden    code: ["EGeneral:Permission denied", "EAPI:Feature disabled", "PERMISSION_DENIED"]
      rate-limited code: "-1003", scope: address
      rate-limited code: ["EAPI:Rate limit exceeded", "EOrder:Rate limit exceeded", "EGeneral:Too many requests"]
      rate-limited code: "-1015", scope: account
      rate-limited status: 429, scope: address
      clock        code: ["-1021", "EAPI:Invalid nonce"]
      unauthorized code: ["-1002", "-1022", "-2014", "-2015", "EAPI:Invalid key", "EAPI:Invalid signature", "UNAUTHENTICATED"]
      overloaded   code: ["-1008", "EService:Busy", "EService:Unavailable", "EService:Deadline elapsed"]
      overloaded   status: 503, body: "Service Unavailable"
      rejected     code: ["-1013", "-1100", "-1102", "-1111", "-1121", "-2010", "-2011", "-2013", "-2022"]
      rejected     code: ["EOrder:Insufficient funds", "EOrder:Insufficient margin", "EOrder:Order minimum not met", "EOrder:Unknown order", "EGeneral:Invalid arguments", "EQuery:Unknown asset pair"]
      rejected     code: ["INSUFFICIENT_FUND", "INVALID_ARGUMENT", "INVALID_LIMIT_PRICE", "INVALID_PRODUCT_ID"]
    }

    """
}
