import type { ProviderRecordings, RecordedAnswer } from '../recording.ts';

/** https://platform.openai.com/docs/guides/error-codes, and what the API really answers. */
function refusal(status: number, type: string, code: string | null, message: string, headers = {}): RecordedAnswer {
  return {
    status,
    headers: { 'x-request-id': 'req_4f1c0a', ...headers },
    pieces: [JSON.stringify({ error: { message, type, param: null, code } })],
  };
}

/** The same for chat completions and for responses. */
export const errors: Pick<ProviderRecordings, 'errors' | 'rateLimited' | 'overloaded'> = {
  errors: {
    unauthorized: refusal(
      401,
      'invalid_request_error',
      'invalid_api_key',
      'Incorrect API key provided: sk-canar***************6789. You can find your API key at https://platform.openai.com/account/api-keys.',
    ),
    forbidden: refusal(
      403,
      'invalid_request_error',
      'unsupported_country_region_territory',
      'Country, region, or territory not supported',
    ),
    noSuchModel: refusal(
      404,
      'invalid_request_error',
      'model_not_found',
      'The model `gpt-4.1-nan` does not exist or you do not have access to it.',
    ),
    tooLong: refusal(
      400,
      'invalid_request_error',
      'context_length_exceeded',
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 190311 tokens. Please reduce the length of the messages.",
    ),
    invalid: refusal(
      400,
      'invalid_request_error',
      'unsupported_parameter',
      "Unsupported parameter: 'temperature' is not supported with this model.",
    ),
    failed: refusal(
      500,
      'server_error',
      null,
      'The server had an error while processing your request. Sorry about that!',
    ),
  },
  rateLimited: {
    ...refusal(
      429,
      'tokens',
      'rate_limit_exceeded',
      'Rate limit reached for gpt-4.1-nano on tokens per min (TPM): Limit 200000. Please try again in 6.2s.',
      {
        'retry-after': '7',
        'retry-after-ms': '6200',
      },
    ),
    retryAfterSeconds: 7,
  },
  overloaded: refusal(
    503,
    'service_unavailable_error',
    null,
    'The engine is currently overloaded, please try again later',
  ),
};
