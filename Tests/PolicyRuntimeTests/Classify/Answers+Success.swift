// Answers that are successes, whatever they talk about.

extension Answer {
  private static func success(
    _ table: String, _ name: String, _ body: String, usage: Int? = nil, isEvent: Bool = false
  ) -> Answer {
    let expected = usage.map { "success \($0)" } ?? "success"
    return Answer(
      name: name, table: table, status: isEvent ? nil : 200, body: body, isEvent: isEvent,
      expected: expected, shorter: ["success"])
  }

  static let successes = [
    success(
      "llm-http", "a completion about errors",
      #"{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{\"error\":{\"code\":\"rate_limit_exceeded\"}} and \"type\": \"overloaded_error\"","refusal":null},"finish_reason":"content_filter"}],"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":{"total_tokens":7}}}"#,
      usage: 29),
    success(
      "llm-http", "a call of a tool",
      #"{"object":"chat.completion","choices":[{"message":{"tool_calls":[{"type":"function","error":{"code":"server_error"},"function":{"name":"f","arguments":"{\"code\":\"slow_down\"}"}}]}}]}"#
    ),
    success(
      "llm-http", "a response without an error",
      #"{"id":"resp_1","object":"response","status":"completed","error":null,"output":[{"type":"message","content":[{"type":"output_text","text":"error: server_error"}]}],"usage":{"input_tokens":36,"output_tokens":87,"total_tokens":123}}"#,
      usage: 123),
    success(
      "llm-http", "a message",
      #"{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"text","text":"overloaded_error"},{"type":"web_search_tool_result","content":{"type":"web_search_tool_result_error","error_code":"rate_limit_error"}}],"stop_reason":"end_turn","usage":{"input_tokens":2095,"cache_creation_input_tokens":100,"cache_read_input_tokens":40,"output_tokens":503}}"#,
      usage: 2698),
    success(
      "llm-http", "a generated content",
      #"{"candidates":[{"content":{"parts":[{"text":"RESOURCE_EXHAUSTED"}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":8,"totalTokenCount":12}}"#,
      usage: 12),
    success(
      "llm-http", "the top of a success",
      #"{"type":"server_error","status":"INTERNAL","reason":"slow_down"}"#),
    success(
      "llm-http", "a stream",
      "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\nevent: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"event: error\\ndata: {\\\"error\\\":{\\\"code\\\":\\\"slow_down\\\"}}\"}}\n\nevent: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}}\n\n",
      usage: 40),
    success(
      "llm-http", "an event of a stream",
      #"data: {"choices":[{"delta":{"content":"error"}}],"usage":null}"# + "\n\n", isEvent: true),
    success("llm-http", "the end of a stream", "data: [DONE]\n\n", isEvent: true),
    success(
      "exchange-http", "an order of OKX",
      #"{"code":"0","data":[{"ordId":"1","sCode":"0","sMsg":""}],"msg":""}"#),
    success("exchange-http", "a balance of Kraken", #"{"error":[],"result":{"ZUSD":"-1003"}}"#),
    success(
      "exchange-http", "an order of Binance",
      #"{"symbol":"BTCUSDT","orderId":-1003,"status":"REJECTED","type":"INVALID_ARGUMENT","fills":[{"code":-1021}]}"#
    ),
    success(
      "exchange-http", "an order of Coinbase",
      #"{"success":true,"success_response":{"order_id":"1"},"order_configuration":{"code":"-1003"}}"#
    ),
    success(
      "exchange-http", "an answer with a code and a status",
      #"{"code":200,"status":"ok","ret_code":0}"#),
    success("http", "an empty answer", ""),
    success("http", "an answer about rate limits", #"{"error":{"code":"rate_limit_exceeded"}}"#),
  ]
}
