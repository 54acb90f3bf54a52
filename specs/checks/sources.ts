/** Where the rules are written. Said once, so that a reference reads the same wherever it stands. */
export const completionResponse = 'OpenAI OpenAPI document, CreateChatCompletionResponse';
export const chunkResponse = 'OpenAI OpenAPI document, CreateChatCompletionStreamResponse';
export const streamOptions = 'OpenAI OpenAPI document, ChatCompletionStreamOptions';
export const toolCallDelta = 'OpenAI OpenAPI document, ChatCompletionMessageToolCallChunk';
export const toolCall = 'OpenAI OpenAPI document, ChatCompletionMessageToolCall';
export const chatRequest = 'OpenAI OpenAPI document, CreateChatCompletionRequest';
export const usageObject = 'OpenAI OpenAPI document, CompletionUsage';
export const errorResponse = 'OpenAI OpenAPI document, ErrorResponse';
export const errorCodes = 'OpenAI API guide, error codes';
export const done =
  'OpenAI OpenAPI document: the usage chunk comes "before the `data: [DONE]` message"; a completions stream is "terminated by a `data: [DONE]` message"';
export const sse = 'WHATWG HTML, 9.2.6 Interpreting an event stream';
export const json = 'RFC 8259, The JSON Data Interchange Format';
export const httpSemantics = 'RFC 9110, HTTP Semantics';
export const http11 = 'RFC 9112, HTTP/1.1, section 7.1';
export const sdks = 'openai-node and openai-python, official SDKs';
