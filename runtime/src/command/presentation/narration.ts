import type { Evidence, Finding, RunEvent } from '@hexaops/core';
import { answerLines } from './answer.ts';
import { approvalLines } from './approval.ts';
import { evidenceLines, wholeEvidenceLines } from './evidence.ts';
import { explainedLines, findingLines } from './finding-lines.ts';
import { wrapped } from './fit.ts';
import { printable } from './printable.ts';
import type { Screen } from './screen.ts';
import { Spending } from './spending.ts';
import { callLines, stepEndLines } from './step-lines.ts';
import { ToldFindings } from './told-findings.ts';
import { unavailableLines } from './unavailable.ts';

export interface NarrationOptions {
  /** Evidence with its query and what came back, not its title alone. */
  readonly wholeEvidence?: boolean;
  /** Say when a step begins; not where a moving line says it. */
  readonly beginnings?: boolean;
}

/**
 * A run in the words of a terminal, event by event. What a step read and found is told when it ends, in one piece, for
 * steps run side by side.
 */
export class Narration {
  readonly #options: NarrationOptions;
  readonly #spending = new Spending();
  readonly #evidence = new Map<string, Evidence>();
  readonly #findings = new ToldFindings();
  #untold: { readonly evidence: Evidence[]; readonly findings: Finding[] } = { evidence: [], findings: [] };

  constructor(options: NarrationOptions) {
    this.#options = options;
  }

  /** By its id, all that was read by now. */
  get evidence(): ReadonlyMap<string, Evidence> {
    return this.#evidence;
  }

  /** What an event tells a person who has read those before it: lines, or none. */
  lines(event: RunEvent, screen: Screen): readonly string[] {
    this.#spending.take(event);
    this.#findings.take(event);
    switch (event.type) {
      case 'evidence':
        this.#evidence.set(event.evidence.id, event.evidence);
        this.#untold.evidence.push(event.evidence);
        return [];
      case 'finding':
        this.#untold.findings.push(event.finding);
        return [];
      case 'step-started':
        return this.#options.beginnings === true ? [screen.colours.dim(`… ${printable(event.step)}`)] : [];
      case 'step-finished': {
        const count = this.#untold.evidence.filter(({ step }) => step === event.step).length;
        return [
          ...stepEndLines(event, count, screen),
          ...this.#told(screen),
          ...unavailableLines(event.unavailable, screen),
        ];
      }
      default:
        return [...(tells(event) ? this.#told(screen) : []), ...this.#lines(event, screen)];
    }
  }

  #lines(event: RunEvent, screen: Screen): readonly string[] {
    const { columns, colours } = screen;
    switch (event.type) {
      case 'plan-made': {
        const { task, steps } = event.plan;
        return [...wrapped(printable(task), columns).map(colours.bold), ...callLines(steps, screen)];
      }
      case 'steps-added':
        return [
          ...wrapped(printable(`Proposed: ${event.because}`), columns, { rest: '  ' }).map(colours.bold),
          ...callLines(event.steps, screen),
        ];
      case 'approval-required':
        return approvalLines(event.approval, screen);
      case 'approval-decided': {
        const reason = event.reason === undefined ? '' : `: ${event.reason}`;
        return wrapped(printable(`${decided[event.decision]} by ${event.by}${reason}`), columns);
      }
      case 'operation-finished':
        return [
          ...wrapped(printable(`${event.outcome}: ${event.message}`), columns),
          ...(event.harm === undefined
            ? []
            : wrapped(printable(`worse since: ${event.harm}`), columns).map(colours.red)),
        ];
      case 'input-required': {
        const choices = event.choices.map(({ label }, index) => `  ${index + 1}. ${label}`);
        return [event.question, ...choices].flatMap((line) => wrapped(printable(line), columns));
      }
      case 'answer': {
        const suggestions = event.suggestions.map(({ text }) => `  - ${text}`);
        return [
          ...explainedLines(this.#findings.explainedBy(event), screen),
          '',
          ...answerLines(event.text, screen),
          ...unavailableLines(event.unavailable, screen),
          ...(suggestions.length === 0 ? [] : ['', 'You could ask:', ...suggestions])
            .flatMap((line) => wrapped(printable(line), columns, { rest: '    ' }))
            .map(colours.dim),
          '',
        ];
      }
      case 'run-finished':
        return this.#end(event, screen);
      default:
        return [];
    }
  }

  #end(event: Extract<RunEvent, { type: 'run-finished' }>, { columns, colours }: Screen): readonly string[] {
    const { run, session, status, error, time } = event;
    const reason = error === undefined ? '' : `: ${error.message}`;
    const ended = {
      completed: [],
      failed: [`The run has failed${reason}`],
      cancelled: [`The run was cancelled${reason}`],
    };
    const notes = [`run ${run} of session ${session}: ${this.#spending.text(time)}`];
    return [
      ...[...ended[status], ...(error?.nextStep === undefined ? [] : [`  ${error.nextStep}`])]
        .flatMap((line) => wrapped(printable(line), columns))
        .map(colours.red),
      ...notes.flatMap((line) => wrapped(printable(line), columns, { rest: '  ' })).map(colours.dim),
    ];
  }

  /** What was read and found since it was last told. */
  #told(screen: Screen): readonly string[] {
    const { evidence, findings } = this.#untold;
    this.#untold = { evidence: [], findings: [] };
    const lines = this.#options.wholeEvidence === true ? wholeEvidenceLines : evidenceLines;
    const shows = (ids: readonly string[]) => (ids.length === 0 ? [] : [ids.map((id) => `[${id}]`).join(' ')]);
    return [...evidence.flatMap((item) => lines(item, screen)), ...findingLines(findings, shows, screen)];
  }
}

const decided = { approve: 'Approved', reject: 'Rejected', expired: 'Expired; ended' } as const;

/** Before these, what was read by then has to be told: a person decides by it, or it is the end. */
function tells({ type }: RunEvent): boolean {
  return type.endsWith('-required') || type === 'answer' || type === 'run-finished';
}
