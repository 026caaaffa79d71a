// Answers of providers of language models, as their documentation shows them.

extension Answer {
  private static func llm(
    _ name: String, _ status: UInt32?, _ body: String, _ expected: String,
    shorter: [String] = [], isEvent: Bool = false
  ) -> Answer {
    Answer(
      name: name, table: "llm-http", status: status, body: body, isEvent: isEvent,
      expected: expected, shorter: shorter)
  }

  /// platform.openai.com/docs/guides/error-codes and /docs/api-reference.
  static let openAI = [
    llm(
      "rate limit", 429,
      #"""
      {
        "error": {
          "message": "Rate limit reached for gpt-4o in organization org-abc on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s. Visit https://platform.openai.com/account/rate-limits to learn more.",
          "type": "tokens",
          "param": null,
          "code": "rate_limit_exceeded"
        }
      }
      """#, "rate-limited no credential"),
    llm(
      "no money left", 429,
      #"{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
      "quota-exhausted no account", shorter: ["rate-limited no credential"]),
    llm(
      "key", 401,
      #"{"error":{"message":"Incorrect API key provided: sk-***. You can find your API key at https://platform.openai.com/account/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
      "unauthorized no credential"),
    llm(
      "region", 403,
      #"{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":null,"type":"request_forbidden"}}"#,
      "forbidden no credential"),
    llm(
      "too long", 400,
      #"{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
      "too-large no request", shorter: ["rejected no request"]),
    llm(
      "no such model", 404,
      #"{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}"#,
      "not-found no endpoint"),
    llm(
      "server error", 500,
      #"{"error":{"message":"The server had an error while processing your request. Sorry about that!","type":"server_error","param":null,"code":null}}"#,
      "unavailable maybe endpoint"),
    llm(
      "slow down", 503,
      #"{"error":{"message":"Slow Down","type":"server_error","code":"slow_down","param":null}}"#,
      "overloaded no provider", shorter: ["unavailable maybe endpoint"]),
    llm(
      "bad request", 400,
      #"{"error":{"message":"'messages' is a required property","type":"invalid_request_error","param":null,"code":null}}"#,
      "rejected no request"),
    llm(
      "event of a chat stream", nil,
      #"data: {"error":{"message":"The server is overloaded","type":"server_error","param":null,"code":"server_is_overloaded"}}"#
        + "\n\n", "overloaded no provider",
      shorter: ["success", "unclassified maybe endpoint", "unavailable maybe endpoint"],
      isEvent: true),
    llm(
      "error event of a response", 200,
      "event: error\n"
        + #"data: {"type":"error","code":"rate_limit_exceeded","message":"Slow","param":null,"sequence_number":1}"#
        + "\n\n", "rate-limited no credential",
      shorter: ["success", "unclassified maybe endpoint"], isEvent: true),
    llm(
      "failed response", 200,
      "event: response.failed\n"
        + #"data: {"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"The model failed to generate a response."},"usage":null}}"#
        + "\n\n", "unavailable maybe endpoint",
      shorter: ["success", "unclassified maybe endpoint"], isEvent: true),
  ]

  /// learn.microsoft.com/azure/ai-services/openai, content filters and quotas.
  static let azure = [
    llm(
      "content filter", 400,
      #"{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"hate":{"filtered":true,"severity":"high"},"jailbreak":{"filtered":false,"detected":false}}}}}"#,
      "content-filtered no request", shorter: ["rejected no request"]),
    llm(
      "inner error only", 400,
      #"{"error":{"code":"BadRequest","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
      "content-filtered no request", shorter: ["rejected no request"]),
    llm(
      "rate limit", 429,
      #"{"error":{"code":"429","message":"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-02-01 have exceeded token rate limit of your current OpenAI S0 pricing tier. Please retry after 6 seconds."}}"#,
      "rate-limited no credential"),
    llm(
      "key", 401,
      #"{"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint."}}"#,
      "unauthorized no credential"),
    llm(
      "no such deployment", 404,
      #"{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}"#,
      "not-found no endpoint"),
  ]

  /// docs.claude.com/en/api/errors and /en/api/messages-streaming.
  static let anthropic = [
    llm(
      "overloaded", 529,
      #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}"#,
      "overloaded no provider"),
    llm(
      "rate limit", 429,
      #"{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your account's rate limit. Please try again later."}}"#,
      "rate-limited no credential"),
    llm(
      "billing", 402,
      #"{"type":"error","error":{"type":"billing_error","message":"Your account is past due."}}"#,
      "quota-exhausted no account"),
    llm(
      "credit", 400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}"#,
      "quota-exhausted no account", shorter: ["rejected no request"]),
    llm(
      "too long", 400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
      "too-large no request", shorter: ["rejected no request"]),
    llm(
      "request too large", 413,
      #"{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum allowed number of bytes."}}"#,
      "too-large no request"),
    llm(
      "permission", 403,
      #"{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}"#,
      "forbidden no credential"),
    llm(
      "api error", 500,
      #"{"type":"error","error":{"type":"api_error","message":"Internal server error"}}"#,
      "unavailable maybe endpoint"),
    llm(
      "timeout", 504,
      #"{"type":"error","error":{"type":"timeout_error","message":"Request timed out"}}"#,
      "timeout maybe endpoint", shorter: ["unavailable maybe endpoint"]),
    llm(
      "event of a stream", 200,
      "event: error\n"
        + #"data: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}"#
        + "\n\n", "overloaded no provider",
      shorter: ["success", "unclassified maybe endpoint"], isEvent: true),
    llm(
      "stream that ends in an error", 200,
      "event: message_start\r\n"
        + #"data: {"type":"message_start","message":{"type":"message","role":"assistant","usage":{"input_tokens":25,"output_tokens":1}}}"#
        + "\r\n\r\nevent: ping\r\ndata: {\"type\": \"ping\"}\r\n\r\nevent: error\r\n"
        + #"data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
        + "\r\n\r\n", "overloaded no provider", shorter: ["success", "unclassified maybe endpoint"]),
    llm(
      "stream that ends in an error of no known kind", 200,
      "data: {\"type\":\"ping\"}\n\n"
        + #"data: {"type":"error","error":{"type":"new_kind_of_error"}}"# + "\n\n",
      "unclassified maybe endpoint", shorter: ["success"]),
    llm(
      "an error of no known kind in a whole answer", 200, #"{"error":{"type":"new"}}"#,
      "unclassified maybe endpoint", shorter: ["success"]),
    llm(
      "an error of no known kind in a stream", nil,
      #"{"type":"error","error":{"type":"new_kind_of_error","message":"?"}}"#,
      "unclassified maybe endpoint", shorter: ["success"], isEvent: true),
  ]

  /// ai.google.dev/gemini-api/docs/troubleshooting and google.rpc (Status, ErrorInfo,
  /// QuotaFailure).
  static let gemini = [
    llm(
      "per minute", 429,
      #"""
      {
        "error": {
          "code": 429,
          "message": "Resource has been exhausted (e.g. check quota).",
          "status": "RESOURCE_EXHAUSTED",
          "details": [
            {
              "@type": "type.googleapis.com/google.rpc.QuotaFailure",
              "violations": [{"quotaMetric": "generativelanguage.googleapis.com/generate_content_requests", "quotaId": "GenerateRequestsPerMinutePerProjectPerModel"}]
            },
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "17s"}
          ]
        }
      }
      """#, "rate-limited no credential"),
    llm(
      "per day", 429,
      #"{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier","quotaValue":"50"}]}]}}"#,
      "quota-exhausted no account", shorter: ["rate-limited no credential"]),
    llm(
      "key", 400,
      #"{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}]}}"#,
      "unauthorized no credential", shorter: ["rejected no request"]),
    llm(
      "overloaded", 503,
      #"{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}"#,
      "overloaded no provider", shorter: ["unavailable maybe endpoint"]),
    llm(
      "deadline", 504,
      #"{"error":{"code":504,"message":"Deadline expired before operation could complete.","status":"DEADLINE_EXCEEDED"}}"#,
      "timeout maybe endpoint", shorter: ["unavailable maybe endpoint"]),
    llm(
      "item of a stream that is a list", 500,
      #"[{"error":{"code":500,"message":"An internal error has occurred.","status":"INTERNAL"}}]"#,
      "unavailable maybe endpoint"),
    llm(
      "too long", 400,
      #"{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}"#,
      "too-large no request", shorter: ["rejected no request"]),
  ]
}
