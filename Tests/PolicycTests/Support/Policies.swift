/// Policies that the tests put into files.
enum Policies {
  /// Compiles, and is laid out canonically.
  static let good = """
    language 1

    endpoint a {
      url     "https://a.example.com"
      domain  provider: one
      timeout attempt: 1s
    }

    route chat {
      match    path: "/"
      to       a
      effect   read
      deadline 3s
      errors   http
      degrade  none
      retry    none
      breaker  none
    }

    """

  /// One error, a misspelt keyword, in line 5.
  static let misspelt = good.replacing("domain", with: "domian")

  /// One error of the grammar that is fixed with certainty.
  static let mendable = good.replacing("provider: one", with: "provider = one")

  /// Cannot be parsed.
  static let broken = "language 1\nroute chat {\n"
}
