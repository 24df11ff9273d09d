import { type Dataset, HexaopsError, type Measurement, messageOf, type RatedRun } from '@hexaops/core';
import { LANGFUSE_SDK_VERSION, LangfuseAPIClient } from '@langfuse/core';
import type { LangfuseConfig } from '../config.ts';
import { type ContentSettings, contentOf } from '../content.ts';
import { traceId } from '../trace/ids.ts';
import { ratedItem } from './rated-item.ts';

export interface RatingSettings extends ContentSettings {
  readonly environment: string;
  readonly flushMilliseconds: number;
}

/** Ratings that are on their way at most. */
const mostUnderWay = 100;
const requestSeconds = 5;
const pageSize = 50;

/** What people think of runs, as scores of their traces and as items of a dataset in Langfuse. Nobody waits for it. */
export class Ratings implements AsyncDisposable {
  readonly #client: LangfuseAPIClient;
  readonly #name: string;
  readonly #settings: RatingSettings;
  readonly #underWay = new Set<Promise<void>>();
  readonly #counts = { sent: 0, failed: 0, dropped: 0 };
  #made: Promise<unknown> | undefined;

  constructor({ baseUrl, publicKey, secretKey, dataset }: LangfuseConfig, settings: RatingSettings) {
    this.#settings = settings;
    this.#name = dataset;
    this.#client = new LangfuseAPIClient({
      baseUrl,
      environment: '',
      username: publicKey,
      password: secretKey,
      xLangfusePublicKey: publicKey,
      xLangfuseSdkName: 'javascript',
      xLangfuseSdkVersion: LANGFUSE_SDK_VERSION,
    });
  }

  hear(rated: RatedRun): void {
    if (this.#underWay.size >= mostUnderWay) {
      this.#counts.dropped += 1;
      return;
    }
    const sent = this.#send(rated).then(
      () => void (this.#counts.sent += 1),
      () => void (this.#counts.failed += 1),
    );
    this.#underWay.add(sent);
    void sent.finally(() => this.#underWay.delete(sent));
  }

  measurements(): readonly Measurement[] {
    return [
      {
        name: 'hexaops_trace_ratings',
        help: 'Ratings of runs by people, by what became of them',
        kind: 'counter',
        read: () => Object.entries(this.#counts).map(([outcome, value]) => ({ labels: { outcome }, value })),
      },
    ];
  }

  get dataset(): Dataset {
    return { id: this.#name, items: (signal) => this.#items(signal) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, this.#settings.flushMilliseconds);
    await Promise.race([Promise.all(this.#underWay), promise]);
    clearTimeout(timer);
  }

  async #send(rated: RatedRun): Promise<void> {
    const { run, feedback } = rated;
    const { environment } = this.#settings;
    const comment = contentOf(feedback.comment, this.#settings);
    const options = { timeoutInSeconds: requestSeconds, maxRetries: 1 };
    await this.#client.scores.create(
      {
        // One person rates a run of theirs: a second rating takes the place of the first.
        id: `feedback-${run}`,
        traceId: traceId(run),
        name: 'user-feedback',
        value: feedback.score,
        dataType: 'NUMERIC',
        environment,
        ...(comment === undefined ? {} : { comment }),
      },
      options,
    );
    const item = ratedItem(rated, this.#settings);
    if (item === undefined) return;
    this.#made ??= this.#client.datasets.create({ name: this.#name }, options);
    await this.#made.catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    await this.#client.datasetItems.create({ datasetName: this.#name, ...item }, options);
  }

  async *#items(abortSignal: AbortSignal): ReturnType<Dataset['items']> {
    const options = { timeoutInSeconds: requestSeconds, maxRetries: 2, abortSignal };
    for (let page = 1, pages = 1; page <= pages; page++) {
      try {
        const { data, meta } = await this.#client.datasetItems.list(
          { datasetName: this.#name, page, limit: pageSize },
          options,
        );
        pages = meta.totalPages;
        for (const { id, input, expectedOutput, metadata, createdAt } of data) {
          yield { id, input, output: expectedOutput, metadata, createdAt };
        }
      } catch (cause) {
        throw new HexaopsError('source-unavailable', `Langfuse does not give the dataset: ${messageOf(cause)}`, {
          cause,
          nextStep: 'look whether baseUrl and the keys of trace-langfuse are those of the project',
        });
      }
    }
  }
}
