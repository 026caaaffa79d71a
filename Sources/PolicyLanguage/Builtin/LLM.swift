extension BuiltinTables {
  /// OpenAI and Azure OpenAI (platform.openai.com/docs/guides/error-codes), Anthropic
  /// (docs.claude.com/en/api/errors), Gemini (ai.google.dev/gemini-api/docs/troubleshooting),
  /// Bedrock (docs.aws.amazon.com/bedrock, InvokeModel), Mistral, Groq, Cohere, OpenRouter and xAI
  /// (their error pages), GitHub Copilot, and the servers vLLM, SGLang, llama.cpp, TGI and LM
  /// Studio (what they answer, as their repositories' issues quote it).
  ///
  /// `code-not:` takes errors only, whichever status they come with: a completion that talks about
  /// errors is none.
  static let llmHTTP = """
    language 1

    /// What LLM providers answer: the code in the body says more than the status.
    errors llm-http {
      extends http
      // The request does not fit this model; a larger one may take it.
      too-large        code: ["context_length_exceeded", "string_above_max_length", "request_too_large", "model_max_prompt_tokens_exceeded", "exceed_context_size_error", "context_window_exceeded", "tokens_limit_reached"]
      too-large        code-not: ["0", "200"], body: ["prompt is too long", "maximum context length", "exceeds the maximum number of tokens", "exceed context limit", "exceeds the context window", "exceeds the available context size", "longer than the model's context length", "longer than the maximum model length", "too long to fit into the model"]
      too-large        code-not: ["0", "200"], body: ["too large for model with", "Input is too long for requested model", "`inputs` must have less than", "`max_new_tokens` must be <=", "too many tokens:", "prompt token count of", "reduce the length of the messages", "maximum prompt length is", "greater than the context length", "Request too large for"]
      content-filtered code: ["content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"]
      // Money, not speed: waiting a second changes nothing.
      quota-exhausted  code: ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error", "credit_balance_exhausted", "enforced_spend_limit_reached"]
      quota-exhausted  status: 400, body: "credit balance is too low"
      quota-exhausted  status: 429, body: ["PerDay", "exceeded your current quota"]
      // A key of a house that is shut out; another house's may be good.
      forbidden        code: ["account_deactivated", "organization_disabled"]
      forbidden        code-not: ["0", "200"], body: ["organization has been disabled", "organisation has been disabled", "account has been disabled", "account has been deactivated"]
      overloaded       code: ["overloaded_error", "server_is_overloaded", "slow_down", "engine_overloaded", "ServiceUnavailableException", "ModelNotReadyException"]
      overloaded       status: 503, body: ["UNAVAILABLE", "overloaded"]
      rate-limited     code: ["rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED", "ThrottlingException"]
      unauthorized     code: ["invalid_api_key", "authentication_error", "UNAUTHENTICATED", "UnrecognizedClientException", "ExpiredTokenException"]
      unauthorized     status: 400, body: "API_KEY_INVALID"
      forbidden        code: ["permission_error", "PERMISSION_DENIED", "unsupported_country_region_territory", "AccessDeniedException"]
      not-found        code: ["model_not_found", "DeploymentNotFound", "not_found_error", "model_decommissioned", "model_not_supported", "invalid_model"]
      not-found        status: [400, 404, 422], body: ["model identifier is invalid", "is not a valid model ID", "invalid model ID", "Invalid model:", "Invalid model name", "Model Not Exist", "The requested model is not supported"]
      timeout          code: ["timeout_error", "DEADLINE_EXCEEDED", "ModelTimeoutException"]
      unavailable      code: ["api_error", "server_error", "internal_server_error", "INTERNAL", "InternalServerException", "ModelErrorException"]
    }

    """
}
