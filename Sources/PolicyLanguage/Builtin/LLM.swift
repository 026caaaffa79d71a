extension BuiltinTables {
  /// OpenAI and Azure OpenAI (platform.openai.com/docs/guides/error-codes), Anthropic
  /// (docs.claude.com/en/api/errors), Gemini (ai.google.dev/gemini-api/docs/troubleshooting).
  static let llmHTTP = """
    language 1

    /// What LLM providers answer: the code in the body says more than the status.
    errors llm-http {
      extends http
      // The request does not fit this model; a larger one may take it.
      too-large        code: ["context_length_exceeded", "string_above_max_length", "request_too_large"]
      too-large        status: 400, body: ["prompt is too long", "maximum context length", "exceeds the maximum number of tokens"]
      content-filtered code: ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"]
      // Money, not speed: waiting a second changes nothing.
      quota-exhausted  code: ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error", "credit_balance_exhausted", "enforced_spend_limit_reached"]
      quota-exhausted  status: 400, body: "credit balance is too low"
      quota-exhausted  status: 429, body: ["PerDay", "exceeded your current quota"]
      overloaded       code: ["overloaded_error", "server_is_overloaded", "slow_down", "engine_overloaded"]
      overloaded       status: 503, body: ["UNAVAILABLE", "overloaded"]
      rate-limited     code: ["rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED"]
      unauthorized     code: ["invalid_api_key", "authentication_error", "UNAUTHENTICATED"]
      unauthorized     status: 400, body: "API_KEY_INVALID"
      forbidden        code: ["permission_error", "PERMISSION_DENIED", "unsupported_country_region_territory"]
      not-found        code: ["model_not_found", "DeploymentNotFound", "not_found_error"]
      timeout          code: ["timeout_error", "DEADLINE_EXCEEDED"]
      unavailable      code: ["api_error", "server_error", "internal_server_error", "INTERNAL"]
    }

    """
}
