/**
 * Where the rules are written. Said once, so that a reference reads the same wherever it stands; each
 * carries its address, so that whoever reads a finding can go and look.
 */
export const completionResponse =
  'OpenAI OpenAPI document, CreateChatCompletionResponse <https://platform.openai.com/docs/api-reference/chat/object>';
export const chunkResponse =
  'OpenAI OpenAPI document, CreateChatCompletionStreamResponse <https://platform.openai.com/docs/api-reference/chat/streaming>';
export const streamOptions =
  'OpenAI OpenAPI document, ChatCompletionStreamOptions <https://platform.openai.com/docs/api-reference/chat/create>';
export const toolCallDelta =
  'OpenAI OpenAPI document, ChatCompletionMessageToolCallChunk <https://platform.openai.com/docs/api-reference/chat/streaming>';
export const toolCall =
  'OpenAI OpenAPI document, ChatCompletionMessageToolCall <https://platform.openai.com/docs/api-reference/chat/object>';
export const responseMessage =
  'OpenAI OpenAPI document, ChatCompletionResponseMessage <https://platform.openai.com/docs/api-reference/chat/object>';
export const chatRequest =
  'OpenAI OpenAPI document, CreateChatCompletionRequest <https://platform.openai.com/docs/api-reference/chat/create>';
export const usageObject =
  'OpenAI OpenAPI document, CompletionUsage <https://platform.openai.com/docs/api-reference/chat/object>';
export const modelsResponse =
  'OpenAI OpenAPI document, ListModelsResponse <https://platform.openai.com/docs/api-reference/models/list>';
export const errorResponse =
  'OpenAI OpenAPI document, ErrorResponse <https://github.com/openai/openai-openapi>';
export const errorCodes =
  'OpenAI API guide, error codes <https://platform.openai.com/docs/guides/error-codes>';
export const done =
  'OpenAI OpenAPI document <https://github.com/openai/openai-openapi>: the usage chunk comes "before the `data: [DONE]` message"; a completions stream is "terminated by a `data: [DONE]` message"';
export const sse =
  'WHATWG HTML, 9.2.6 Interpreting an event stream <https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation>';
export const json =
  'RFC 8259, The JSON Data Interchange Format <https://www.rfc-editor.org/rfc/rfc8259>';
export const httpSemantics = 'RFC 9110, HTTP Semantics <https://www.rfc-editor.org/rfc/rfc9110>';
export const http11 = 'RFC 9112, HTTP/1.1 <https://www.rfc-editor.org/rfc/rfc9112>';
export const sdks =
  'openai-node and openai-python, official SDKs <https://github.com/openai/openai-node>';
export const contentFiltering =
  'Azure OpenAI, content filtering of streams <https://learn.microsoft.com/en-us/azure/ai-services/openai/concepts/content-streaming>';
export const reasoningMembers =
  'Vendors: reasoning_content <https://api-docs.deepseek.com/guides/reasoning_model>, reasoning, markup in content';
export const streamingGuide =
  'No text sets a time: told as information, with numbers; OpenAI guide, streaming <https://platform.openai.com/docs/guides/streaming-responses>';
