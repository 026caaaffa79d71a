extension LintRule {
  /// Every rule, in alphabetical order of the ids.
  public static let all: [LintRule] = [
    .backoffFactorOne,
    .budgetNone,
    .expiredAllowance,
    .noJitter,
    .unknownAllowance,
    .unusedAllowance,
  ]
}
