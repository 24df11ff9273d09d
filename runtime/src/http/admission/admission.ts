import type { Caller, Places, RateLimit, Release, SharedLimits } from '@hexaops/core';
import type { Load } from './event-loop.ts';
import type { AdmissionLimits } from './limits.ts';
import { Pace } from './pace.ts';
import { MemoryPlaces } from './places.ts';
import { MemoryRateLimit, unlimited } from './rate-limit.ts';
import { overloaded, rateLimited } from './refusal.ts';

type Owner = Pick<Caller, 'subject' | 'workspace'>;

/**
 * Who may have how much of the service. Every key is of a verified caller, but for addresses: a forged name uses up nothing
 * of the one it belongs to. Where it refuses, it raises `rate-limited` or `overloaded`, and nothing has been begun.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #load: Load;
  readonly #subjectRequests: RateLimit;
  readonly #workspaceRequests: RateLimit;
  readonly #subjectStarts: RateLimit;
  readonly #alerts: RateLimit;
  readonly #failures: RateLimit;
  readonly #workspaceStarts: Pace;
  readonly #subjectRuns: Places;
  readonly #workspaceRuns: Places;
  readonly #subjectStreams: Places;
  readonly #streams: Places;

  /** Without `shared` everything is counted in this process alone. */
  constructor(limits: AdmissionLimits, load: Load, shared?: SharedLimits) {
    const rate = (name: keyof AdmissionLimits) => perMinute(name, limits[name], shared);
    const places = (name: keyof AdmissionLimits) => placesOf(name, limits[name], shared);
    this.#limits = limits;
    this.#load = load;
    this.#subjectRequests = rate('subjectRequestsPerMinute');
    this.#workspaceRequests = rate('workspaceRequestsPerMinute');
    this.#subjectStarts = rate('subjectRunsPerMinute');
    this.#alerts = rate('alertRequestsPerMinute');
    // Nobody is known yet: what anybody can send reaches nothing beyond this process.
    this.#failures = perMinute('failedAuthenticationsPerMinute', limits.failedAuthenticationsPerMinute, undefined);
    this.#workspaceStarts = new Pace(limits.workspaceRunsPerSecond);
    this.#subjectRuns = places('subjectRuns');
    this.#workspaceRuns = places('workspaceRuns');
    this.#subjectStreams = places('subjectStreams');
    // What one process can hold is its own matter.
    this.#streams = new MemoryPlaces(limits.streams);
  }

  /** Before a token from this address is looked at. */
  async checkSource(source: string): Promise<void> {
    this.#allow(
      'failedAuthenticationsPerMinute',
      'failed authentications in a minute from this address',
      await this.#failures.wait(source),
    );
  }

  async countFailure(source: string): Promise<void> {
    await this.#failures.take(source);
  }

  /** What a person is refused is not counted against the others of the workspace. */
  async countRequest({ subject, workspace }: Owner): Promise<void> {
    const own = await this.#subjectRequests.take(JSON.stringify([workspace, subject]));
    this.#allow('subjectRequestsPerMinute', 'requests of yours in a minute', own);
    const all = await this.#workspaceRequests.take(workspace);
    this.#allow('workspaceRequestsPerMinute', 'requests of the workspace in a minute', all);
  }

  /** Of one sender of alerts. */
  async countAlerts(sender: string): Promise<void> {
    this.#allow('alertRequestsPerMinute', 'requests with alerts in a minute', await this.#alerts.take(sender));
  }

  /** Before a new run is begun, whose place has been entered already: the places bound how many wait here for their turn. */
  async countStart({ subject, workspace }: Owner): Promise<void> {
    if (this.#load.overloaded) throw overloaded();
    const wait = await this.#subjectStarts.take(subject);
    this.#allow('subjectRunsPerMinute', 'runs of yours begun in a minute', wait);
    await this.#workspaceStarts.turn(workspace);
  }

  /** A place for a run that is worked on, to be released when it ends or suspends. */
  async enterRun({ subject, workspace }: Owner): Promise<Release> {
    const own = await this.#subjectRuns.enter(subject);
    if (own === undefined) throw rateLimited('subjectRuns', this.#limits, 'runs of yours at the same time');
    const all = await this.#workspaceRuns.enter(workspace);
    if (all !== undefined) return both(own, all);
    own();
    throw rateLimited('workspaceRuns', this.#limits, 'runs of the workspace at the same time');
  }

  /** A place for an answer that is streamed or waited for, to be released when it has ended. */
  async enterStream({ subject }: Owner): Promise<Release> {
    const own = await this.#subjectStreams.enter(subject);
    if (own === undefined) throw rateLimited('subjectStreams', this.#limits, 'open streams of yours');
    const all = await this.#streams.enter('');
    if (all !== undefined) return both(own, all);
    own();
    throw rateLimited('streams', this.#limits, 'open streams of everybody');
  }

  #allow(limit: keyof AdmissionLimits, what: string, milliseconds: number): void {
    if (milliseconds > 0) throw rateLimited(limit, this.#limits, what, milliseconds);
  }
}

function perMinute(name: string, most: number, shared: SharedLimits | undefined): RateLimit {
  if (most === 0) return unlimited;
  const own = new MemoryRateLimit(most);
  return shared?.rateLimit(name, most, own) ?? own;
}

function placesOf(name: string, most: number, shared: SharedLimits | undefined): Places {
  const own = new MemoryPlaces(most);
  return most === 0 ? own : (shared?.places(name, most, own) ?? own);
}

function both(first: Release, second: Release): Release {
  return () => {
    first();
    second();
  };
}
