import { type ProviderRecordings, type RecordedAnswer, scene, serverSentEvents } from '@hexaops/core/testing';

const events = { 'content-type': 'text/event-stream' };
/** Thoughts are paid for like what is said, and counted beside it. */
const thoughtTokens = 5;
const usageMetadata = {
  promptTokenCount: scene.inputTokens,
  candidatesTokenCount: scene.outputTokens - thoughtTokens,
  totalTokenCount: scene.inputTokens + scene.outputTokens,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: scene.inputTokens }],
  thoughtsTokenCount: thoughtTokens,
};
/** What was thought, sealed: of several calls the first has it, and it is refused when it does not come back. */
const thoughtSignature = 'EjQKMgEMOdbHO0Gd+c9Mxk4ELwPGbpCEcp2mFfYYLix8';

interface Part {
  readonly text?: string;
  readonly functionCall?: object;
  readonly thoughtSignature?: string;
}

function chunk(parts: readonly Part[], finishReason?: string) {
  const reason = finishReason === undefined ? {} : { finishReason };
  return {
    candidates: [{ content: { parts, role: 'model' }, ...reason, index: 0 }],
    usageMetadata,
    modelVersion: 'gemini-3-pro-preview',
    responseId: 'bH6LaZW8Fp_3nsEPqtaSwQ4',
  };
}

function stream(values: readonly object[]): RecordedAnswer {
  return { headers: events, pieces: serverSentEvents(values, { lineEnd: '\r\n' }) };
}

function pieces(text: string): readonly object[] {
  return (text.match(/[\s\S]{1,9}/g) ?? []).map((piece) => chunk([{ text: piece }]));
}

function written(text: string, reason: string): RecordedAnswer {
  return stream([...pieces(text), chunk([{ text: '', thoughtSignature }], reason)]);
}

const callParts = scene.calls.map(({ name, input }, index): Part => ({
  functionCall: { name, args: input },
  ...(index === 0 ? { thoughtSignature } : {}),
}));

function refusal(code: number, status: string, message: string, details: readonly object[] = []): RecordedAnswer {
  return {
    status: code,
    pieces: [JSON.stringify({ error: { code, message, status, ...(details.length > 0 ? { details } : {}) } }, null, 2)],
  };
}

export const recordings: ProviderRecordings = {
  source:
    'written by hand in the shape of https://ai.google.dev/api/generate-content, https://ai.google.dev/gemini-api/docs/thought-signatures and https://ai.google.dev/gemini-api/docs/troubleshooting',
  text: written(scene.text, 'STOP'),
  whole: { pieces: [JSON.stringify(chunk([{ text: scene.text }], 'STOP'))] },
  tools: stream([chunk(callParts), chunk([{ text: '' }], 'STOP')]),
  sentBack: thoughtSignature,
  structured: written(JSON.stringify(scene.value), 'STOP'),
  filtered: stream([chunk([{ text: 'The pod' }]), chunk([], 'PROHIBITED_CONTENT')]),
  length: written('The pod checkout-1 is out', 'MAX_TOKENS'),
  beginning: stream(pieces('The pod is')).pieces,
  malformed: {
    headers: events,
    pieces: [...stream(pieces('The pod')).pieces, 'data: {"candidates": [{"content": {"par\r\n\r\n'],
  },
  failsMidway: stream([
    ...pieces('The pod'),
    { error: { code: 503, message: 'The service is currently unavailable.', status: 'UNAVAILABLE' } },
  ]),
  errors: {
    // So, and with no 401.
    unauthorized: refusal(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
        domain: 'googleapis.com',
        metadata: { service: 'generativelanguage.googleapis.com' },
      },
    ]),
    forbidden: refusal(403, 'PERMISSION_DENIED', "Your API key doesn't have the required permissions."),
    noSuchModel: refusal(
      404,
      'NOT_FOUND',
      'models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.',
    ),
    tooLong: refusal(
      400,
      'INVALID_ARGUMENT',
      'The input token count (1200042) exceeds the maximum number of tokens allowed (1048576).',
    ),
    invalid: refusal(
      400,
      'INVALID_ARGUMENT',
      'Thinking level MINIMAL is not supported for this model. Please retry with other thinking level.',
    ),
    failed: refusal(500, 'INTERNAL', 'An internal error has occurred.'),
  },
  rateLimited: {
    ...refusal(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details.',
      [
        {
          '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
          violations: [
            {
              quotaMetric: 'generativelanguage.googleapis.com/generate_content_free_tier_requests',
              quotaId: 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier',
              quotaDimensions: { location: 'global', model: 'gemini-3-pro' },
              quotaValue: '5',
            },
          ],
        },
        {
          '@type': 'type.googleapis.com/google.rpc.Help',
          links: [{ url: 'https://ai.google.dev/gemini-api/docs/rate-limits' }],
        },
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
      ],
    ),
    retryAfterSeconds: 35,
  },
  overloaded: refusal(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
};
