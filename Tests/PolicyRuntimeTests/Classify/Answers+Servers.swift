// Errors of servers and hosts of language models beside the four largest, as their documentation and
// the issues of their repositories show them.

extension Answer {
  private static func server(
    _ name: String, _ status: UInt32?, _ body: String, _ expected: String,
    shorter: [String] = ["rejected no request"], isEvent: Bool = false
  ) -> Answer {
    Answer(
      name: name, table: "llm-http", status: status, body: body, isEvent: isEvent,
      expected: expected, shorter: shorter)
  }

  /// A request that does not fit the model.
  static let overflows = [
    server(
      "SGLang", 400,
      #"{"object":"error","message":"The input (9000 tokens) is longer than the model's context length (8192 tokens).","type":"BadRequestError","param":null,"code":400}"#,
      "too-large no request"),
    server(
      "SGLang, with the answer", 400,
      #"{"object":"error","message":"Requested token count exceeds the model's maximum context length of 8192 tokens. You requested a total of 9000 tokens.","type":"BadRequestError","param":null,"code":400}"#,
      "too-large no request"),
    server(
      "llama.cpp", 400,
      #"{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":8192}}"#,
      "too-large no request"),
    server(
      "llama.cpp, as it was", 500,
      #"{"error":{"code":500,"message":"the request exceeds the available context size. try increasing the context size or enable context shift","type":"server_error"}}"#,
      "too-large no request", shorter: ["unavailable maybe endpoint"]),
    server(
      "Copilot", 400,
      #"{"error":{"message":"prompt token count of 138898 exceeds the limit of 64000","code":"model_max_prompt_tokens_exceeded"}}"#,
      "too-large no request"),
    server(
      "Copilot, without a code", 400,
      #"{"error":{"message":"prompt token count of 93854 exceeds the limit of 90000","param":"","code":"","type":""}}"#,
      "too-large no request"),
    server(
      "Bedrock", 400, #"{"message":"Input is too long for requested model."}"#,
      "too-large no request"),
    server(
      "TGI", 422,
      #"{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 200 `max_new_tokens`","error_type":"validation"}"#,
      "too-large no request"),
    server(
      "TGI, the prompt alone", 422,
      #"{"error":"Input validation error: `inputs` must have less than 1024 tokens. Given: 2000","error_type":"validation"}"#,
      "too-large no request"),
    server(
      "Cohere", 400,
      #"{"message":"too many tokens: total number of tokens in the prompt exceeds the model's limit of 4096. Try using a shorter prompt."}"#,
      "too-large no request"),
    server(
      "Groq", 413,
      #"{"error":{"message":"Request too large for model `llama-3.1-8b-instant` in organization `org_01` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 9200, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"#,
      "too-large no request"),
    server(
      "OpenAI, more than a whole minute's tokens", 429,
      #"{"error":{"message":"Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 41000. The input or output tokens must be reduced in order to run successfully.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}"#,
      "too-large no request", shorter: ["rate-limited no credential"]),
    server(
      "Anthropic, with the answer", 400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 189727 + 16000 > 200000, decrease input length or `max_tokens` and try again"}}"#,
      "too-large no request"),
    server(
      "vLLM", 400,
      #"{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 4500 tokens (4300 in the messages, 200 in the completion).","type":"BadRequestError","param":null,"code":400}"#,
      "too-large no request"),
    server(
      "vLLM, the prompt alone", 400,
      #"{"error":{"message":"The decoder prompt (length 5000) is longer than the maximum model length of 4096.","type":"BadRequestError","param":null,"code":400}}"#,
      "too-large no request"),
    server(
      "vLLM, in a stream", 200,
      "data: "
        + #"{"error":{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}}"#
        + "\n\ndata: [DONE]\n\n", "too-large no request",
      shorter: ["success", "unclassified maybe endpoint"]),
    server(
      "Mistral", 400,
      #"{"object":"error","message":"Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length","type":"invalid_request_error","param":null,"code":"3051"}"#,
      "too-large no request"),
    server(
      "xAI", 400,
      #"{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 140000 tokens."}"#,
      "too-large no request"),
    server(
      "Bedrock, slow down", 429,
      #"{"message":"Too many tokens, please wait before trying again."}"#,
      "rate-limited no credential", shorter: []),
  ]

  /// A model that is not there, a house that is shut out.
  static let elsewhere = [
    server(
      "Bedrock, model", 400, #"{"message":"The provided model identifier is invalid."}"#,
      "not-found no endpoint"),
    server(
      "OpenRouter, model", 400,
      #"{"error":{"message":"google/gemini-2.0:free is not a valid model ID","code":400},"user_id":"user_1"}"#,
      "not-found no endpoint"),
    server(
      "Mistral, model", 400,
      #"{"object":"error","message":"Invalid model: mistral-9","type":"invalid_model","param":null,"code":"1500"}"#,
      "not-found no endpoint"),
    server(
      "Groq, model", 400,
      #"{"error":{"message":"The model `llama2-70b` has been decommissioned and is no longer supported.","type":"invalid_request_error","code":"model_decommissioned"}}"#,
      "not-found no endpoint"),
    server(
      "Copilot, model", 400,
      #"{"error":{"message":"The requested model is not supported.","code":"model_not_supported","param":"model","type":"invalid_request_error"}}"#,
      "not-found no endpoint"),
    server(
      "Anthropic, organisation", 400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"This organization has been disabled."}}"#,
      "forbidden no credential"),
    server(
      "OpenAI, account", 401,
      #"{"error":{"message":"The OpenAI account associated with this API key has been deactivated.","type":"invalid_request_error","code":"account_deactivated"}}"#,
      "forbidden no credential", shorter: ["unauthorized no credential"]),
  ]

  private static let unclear = "unclassified maybe endpoint"

  /// Errors that come in a 200 or as the first event of a stream.
  static let inPlaceOfSuccess = [
    server(
      "OpenRouter, a status", 200,
      #"{"error":{"code":429,"message":"Rate limit exceeded: free-models-per-min"},"user_id":"user_1"}"#,
      "rate-limited no credential", shorter: ["success", unclear]),
    server(
      "a status of its own house", 200,
      #"{"id":"gen-1","error":{"message":"Provider returned error","code":502,"metadata":{"provider_name":"x","code":400}}}"#,
      "unavailable maybe endpoint", shorter: ["success", unclear]),
    server(
      "a status as a text", 200, #"{"error":{"message":"no","code":"401"}}"#,
      "unauthorized no credential", shorter: ["success", unclear]),
    server(
      "a status beside the error", 200, #"{"error":{"message":"no","status":503}}"#,
      "unavailable maybe endpoint", shorter: ["success", unclear]),
    server(
      "a code of no known class", 200, #"{"error":{"message":"?","code":"new_code"}}"#, unclear,
      shorter: ["success"]),
    server(
      "no code", 200, #"{"error":{"message":"Provider returned error"}}"#, unclear,
      shorter: ["success"]),
    server("a text", 200, #"{"error":"Provider returned error"}"#, unclear, shorter: ["success"]),
    server("a list", 200, #"{"errors":[{"message":"?"}]}"#, unclear, shorter: ["success"]),
    server(
      "an error and an answer", 200,
      #"{"choices":[{"message":{"content":"Hel"},"finish_reason":"error"}],"error":{"code":500,"message":"?"}}"#,
      "unavailable maybe endpoint", shorter: ["success", unclear]),
    server(
      "first event, a status", 200,
      "data: "
        + #"{"error":{"code":429,"message":"Rate limit exceeded"}}"# + "\n\n",
      "rate-limited no credential", shorter: ["success", unclear], isEvent: true),
    server(
      "first event, a status, behind a comment", 200,
      ": OPENROUTER PROCESSING\n\ndata: "
        + #"{"error":{"code":502,"message":"Provider returned error"}}"# + "\n\n",
      "unavailable maybe endpoint", shorter: ["success", unclear], isEvent: true),
    server(
      "first event, no code", nil, "data: " + #"{"error":{"message":"?"}}"# + "\n\n", unclear,
      shorter: ["success"], isEvent: true),
    server(
      "first event, a text code", nil, #"{"error":{"code":"model_not_found"}}"#,
      "not-found no endpoint", shorter: ["success", unclear], isEvent: true),
    server(
      "an error of the stream's own object", 200,
      "data: "
        + #"{"object":"error","message":"?","type":"BadRequestError","code":400}"# + "\n\n",
      "rejected no request", shorter: ["success", unclear]),
  ]
}
