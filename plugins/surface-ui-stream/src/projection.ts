import {
  renderApproval,
  type ChatProblem,
  type ChatProjection,
  type RunEvent,
  type StreamedEvent,
} from '@hexaops/core';
import { type Chunk, SpokenText } from './spoken-text.ts';

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>;

/**
 * A run as one message of the assistant. Steps are calls of dynamic tools, the answer is text, evidence are sources; what the
 * AI SDK has no word for is a data part of its own. Every event goes along as it is, too, as a transient `data-run-event`: it is
 * told to whoever listens and is kept in no message, so that a long run costs a plain client nothing.
 */
export class Projection implements ChatProjection {
  readonly #called = new Set<string>();
  #begun = false;
  /** The stream goes on with a run whose beginning another one has told. */
  #told = false;
  #outcome: 'stop' | 'tool-calls' | 'error' | 'other' = 'other';
  readonly #spoken = new SpokenText();
  #last: StreamedEvent | undefined;

  event(event: StreamedEvent): readonly string[] {
    const { run, session } = event;
    const start: readonly Chunk[] = this.#begun
      ? []
      : [{ type: 'start', messageId: run, messageMetadata: { run, session } }, { type: 'start-step' }];
    if (!this.#begun) this.#told = event.sequence > 1;
    this.#begun = true;
    this.#last = event;
    return [...start, { type: 'data-run-event', data: event, transient: true }, ...this.#chunks(event)].map(text);
  }

  end(complete: boolean): readonly string[] {
    const finishReason = complete ? this.#outcome : 'interrupted';
    const { run, session, sequence } = this.#last ?? {};
    const messageMetadata = { run, session, sequence };
    // Without an event there is no message, and yet it is said whether there is more to come back for.
    const finish: readonly Chunk[] = this.#begun
      ? [...this.#spoken.end(), { type: 'finish-step' }, { type: 'finish', finishReason, messageMetadata }]
      : [{ type: 'finish', finishReason }];
    return [...finish.map(text), '[DONE]'];
  }

  error({ code, detail, nextStep }: ChatProblem): readonly string[] {
    return [
      text({ type: 'data-problem', data: { code, detail, nextStep }, transient: true }),
      text({ type: 'error', errorText: [detail, nextStep].filter((part) => part !== undefined).join(' ') }),
      '[DONE]',
    ];
  }

  #chunks(event: StreamedEvent): readonly Chunk[] {
    switch (event.type) {
      case 'answer-words':
        return this.#spoken.words(event);
      case 'plan-made':
        return [{ type: 'data-plan', id: 'plan', data: event.plan }];
      case 'step-started':
        return this.#call(event.step, event.tool, event.arguments);
      case 'step-finished':
        return this.#finished(event);
      case 'evidence': {
        const { id, title, source } = event.evidence;
        return [{ type: 'source-document', sourceId: id, mediaType: 'text/plain', title: `${title} (${source})` }];
      }
      case 'finding':
        return [{ type: 'data-finding', data: event.finding }];
      case 'approval-required':
        return this.#approval(event);
      case 'approval-decided':
        return [];
      case 'reauthentication-required':
        this.#outcome = 'other';
        return [
          { type: 'data-reauthentication', id: 'reauthentication', data: { run: event.run, reason: event.reason } },
        ];
      case 'input-required':
        this.#outcome = 'stop';
        return [
          ...this.#spoken.whole(`q${event.sequence}`, event.question).chunks,
          {
            type: 'data-question',
            id: `q${event.sequence}`,
            data: { question: event.question, choices: event.choices },
          },
        ];
      case 'answer':
        return this.#answer(event);
      case 'usage':
        return [{ type: 'message-metadata', messageMetadata: { usage: usageOf(event) } }];
      case 'run-finished':
        return this.#ended(event);
      default:
        return [];
    }
  }

  #answer({ sequence, text, citations, unavailable, suggestions, ranking }: EventOf<'answer'>): readonly Chunk[] {
    const { chunks, isMended } = this.#spoken.whole(`a${sequence}`, text);
    const data = {
      citations,
      unavailable,
      suggestions,
      ...(ranking === undefined ? {} : { ranking }),
      ...(isMended ? { text } : {}),
    };
    return [...chunks, { type: 'data-answer', id: 'answer', data }];
  }

  /** Once for each step: a step that waits for an approval is shown before it starts. */
  #call(step: string, toolName: string, input: unknown): readonly Chunk[] {
    if (this.#called.has(step)) return [];
    this.#called.add(step);
    return [{ type: 'tool-input-available', toolCallId: step, toolName, input, dynamic: true }];
  }

  #finished(event: EventOf<'step-finished'>): readonly Chunk[] {
    const { step, status, error, findings, unchanged, unavailable, milliseconds } = event;
    // A step that never began is no call.
    if (!this.#called.has(step) && status === 'skipped') return [];
    // Where the beginning of the run was told in an earlier stream, the client knows the call from there.
    const known = this.#told || this.#called.has(step) ? [] : this.#call(step, step, {});
    if (status === 'denied') return [...known, { type: 'tool-output-denied', toolCallId: step }];
    if (status === 'failed') {
      const errorText = [error?.message ?? 'The step failed.', error?.nextStep].filter((part) => part !== undefined);
      return [...known, { type: 'tool-output-error', toolCallId: step, errorText: errorText.join(' '), dynamic: true }];
    }
    const output = {
      status,
      milliseconds,
      unavailable,
      ...(findings === undefined ? {} : { findings }),
      ...(unchanged === undefined ? {} : { unchanged }),
    };
    return [...known, { type: 'tool-output-available', toolCallId: step, output, dynamic: true }];
  }

  #approval({ approval }: EventOf<'approval-required'>): readonly Chunk[] {
    const { id, step, hash, bytes, provenance, reasons, roles, fourEyes } = approval;
    this.#outcome = 'tool-calls';
    // From the bytes that are approved, whatever is stored beside them.
    const rendering = renderApproval(bytes, provenance);
    return [
      ...this.#call(step, bytes.tool, bytes.arguments),
      { type: 'data-approval', id, data: { id, step, hash, rendering, bytes, provenance, reasons, roles, fourEyes } },
      { type: 'tool-approval-request', approvalId: id, toolCallId: step },
    ];
  }

  #ended({ sequence, status, error }: EventOf<'run-finished'>): readonly Chunk[] {
    this.#outcome = status === 'failed' ? 'error' : 'stop';
    // Words that have become no answer are none.
    const unsaid = this.#spoken.takeBack(`f${sequence}`);
    if (status === 'cancelled') return [...unsaid, { type: 'abort', reason: 'cancelled' }];
    if (status !== 'failed') return unsaid;
    return [
      ...unsaid,
      { type: 'error', errorText: [error?.message ?? 'This could not be answered.', error?.nextStep].join(' ').trim() },
    ];
  }
}

function usageOf({ steps, evidenceBytes, inputTokens, outputTokens }: EventOf<'usage'>) {
  return { steps, evidenceBytes, inputTokens, outputTokens };
}

/** One line: JSON breaks none. */
function text(chunk: Chunk): string {
  return JSON.stringify(chunk);
}
