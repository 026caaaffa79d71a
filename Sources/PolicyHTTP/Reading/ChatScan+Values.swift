#if HTTPClient
  /// What the values of an answer mean, by their place.
  extension ChatScan {
    /// A list begins.
    mutating func note(listIn place: ChatJSON.Place, _ key: ChatJSON.Key) {
      guard place == .top else { return }
      if key == .choices { hasChoices = true }
      if key == .content { hasBlocks = true }
    }

    /// A value that is more than null, `""`, `[]` or `{}`.
    mutating func note(valueIn place: ChatJSON.Place, _ key: ChatJSON.Key) {
      switch place {
      case .top:
        if key == .type { type = MessageType(json.word) }
        if key == .stopReason { end(json.word) }
      case .choice:
        if key == .finishReason { end(json.word) }
        // OpenAI's older completions.
        if key == .text { hasContent = true }
      case .message: if json.isText { add(message: key) }
      case .content: hasContent = true
      case .thoughts: hasThoughts = true
      case .block, .delta: add(block: key)
      case .choices, .blocks, .other: break
      }
    }

    /// A member of `message`, or of a `delta` of it.
    private mutating func add(message key: ChatJSON.Key) {
      switch key {
      case .content, .refusal: hasContent = true
      case .role: break
      // Nearly all of it is reasoning, under one name or another.
      case .none, .other, .text, .thinking, .type: hasThoughts = true
      case .choices, .message, .delta, .finishReason, .stopReason, .contentBlock, .toolCalls,
        .functionCall, .audio, .images, .partialJSON:
        break
      }
    }

    /// A member of a content block of Anthropic's, or of a `delta` of one.
    private mutating func add(block key: ChatJSON.Key) {
      switch key {
      case .text, .partialJSON: hasContent = true
      case .thinking: hasThoughts = true
      case .stopReason: end(json.word)
      case .type:
        switch json.word {
        // They say what they hold beside it.
        case "text", "thinking", "text_delta", "input_json_delta", "thinking_delta",
          "signature_delta":
          break
        case "redacted_thinking": hasThoughts = true
        default: hasContent = true  // the call of a tool, or what comes of one
        }
      case .none, .other, .choices, .message, .delta, .content, .role, .refusal, .finishReason,
        .contentBlock, .toolCalls, .functionCall, .audio, .images:
        break
      }
    }

    /// Why the model ended.
    private mutating func end(_ reason: String) {
      switch reason {
      case "error": hasFailed = true
      // Tokens spent on reasoning, or an answer removed by a filter: a retry would fare no better.
      case "length", "content_filter", "max_tokens", "refusal", "pause_turn",
        "model_context_window_exceeded":
        isExcused = true
      default: break  // "stop", and whatever else a provider calls a good end
      }
    }
  }
#endif
