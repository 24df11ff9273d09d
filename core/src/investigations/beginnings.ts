import { newId } from '../engine/new-records.ts';
import type { EngineParts } from '../engine/parts.ts';
import type { TriedContext } from '../hooks/hooks.ts';
import type { AlertRecord } from '../extension/store.ts';
import type { InvestigationBody } from './body.ts';
import type { InvestigationSettings } from './settings.ts';
import { tellingTried } from '../run/tried-rules.ts';
import { investigatorOf } from './service-caller.ts';
import { type Triggered, triggeredBy } from './triggered.ts';

const hour = 3_600_000;

export interface BeginningParts {
  readonly parts: EngineParts;
  readonly settings: InvestigationSettings;
}

interface Beginning {
  readonly outcome: 'begun' | 'resting' | 'limited' | 'recorded';
  readonly investigation?: string;
}

/** What one request begins in one workspace. The same is asked of the store once, however many alerts ask for it. */
export class Beginnings {
  readonly #desk: BeginningParts;
  readonly #workspace: string;
  readonly #now: number;
  readonly #known = new Map<string, Beginning>();
  readonly #context: TriedContext;
  #isLimited = false;
  count = 0;

  constructor(desk: BeginningParts, workspace: string, now: number) {
    this.#desk = desk;
    this.#workspace = workspace;
    this.#now = now;
    const { token: _token, ...caller } = investigatorOf(workspace);
    this.#context = { caller, signal: new AbortController().signal };
  }

  async for(alert: AlertRecord): Promise<Beginning> {
    const { parts, settings } = this.#desk;
    const environment = parts.guard.environment(this.#workspace);
    const wanted = triggeredBy(alert, {
      rules: tellingTried(parts.rules(), { hooks: parts.hooks, context: this.#context }),
      tools: parts.tools,
      workers: settings.workers,
      environment,
    });
    const all: Beginning[] = [];
    for (const triggered of wanted) {
      const known = this.#known.get(triggered.fingerprint);
      const beginning = known ?? (await this.#begin(alert, triggered));
      this.#known.set(triggered.fingerprint, beginning);
      all.push(beginning);
    }
    const first = (outcome: Beginning['outcome']) => all.find((each) => each.outcome === outcome);
    return first('begun') ?? first('resting') ?? first('limited') ?? { outcome: 'recorded' };
  }

  async #begin(alert: AlertRecord, triggered: Triggered): Promise<Beginning> {
    if (this.#isLimited) return { outcome: 'limited' };
    const { parts, settings } = this.#desk;
    const { investigations, budgets } = parts.store;
    const scope = `investigations:${this.#workspace}`;
    const window = new Date(Math.floor(this.#now / hour) * hour).toISOString();
    // Counted before it is begun, and given back where it is not: of those that begin at once none goes beyond.
    const { allowed } = await budgets.spend(scope, window, 1, settings.perHour);
    if (!allowed) {
      this.#isLimited = true;
      return { outcome: 'limited' };
    }
    const id = newId();
    const rest = triggered.restMilliseconds ?? settings.restSeconds * 1_000;
    const investigation = await investigations.begin(
      {
        id,
        workspace: this.#workspace,
        fingerprint: triggered.fingerprint,
        createdAt: this.#now,
        status: 'waiting',
        title: triggered.title,
        body: JSON.stringify(bodyOf(alert, triggered)),
      },
      this.#now + rest,
    );
    if (investigation === id) {
      this.count += 1;
      return { outcome: 'begun', investigation };
    }
    await budgets.spend(scope, window, -1, settings.perHour);
    return { outcome: 'resting', investigation };
  }
}

function bodyOf(alert: AlertRecord, { rule, plan, left }: Triggered): InvestigationBody {
  const { fingerprint, name, severity, labels, annotations, startsAt } = alert;
  return {
    rule,
    plan,
    left,
    alert: { fingerprint, name, labels, annotations, startsAt, ...(severity === undefined ? {} : { severity }) },
  };
}
