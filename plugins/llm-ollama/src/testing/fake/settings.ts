/** A node as its environment and its disk make it. Rates are tokens per second, times milliseconds of the node's clock. */
export interface FakeSettings {
  /** OLLAMA_NUM_PARALLEL. */
  readonly parallel: number;
  /** OLLAMA_MAX_LOADED_MODELS. */
  readonly maximumLoaded: number;
  /** OLLAMA_MAX_QUEUE: requests that may wait for a load. */
  readonly maximumQueue: number;
  /** OLLAMA_KEEP_ALIVE. */
  readonly keepAlive: number;
  readonly models: Readonly<Record<string, FakeModel>>;
  readonly prefill: number;
  readonly decode: number;
  readonly loadMilliseconds: number;
  readonly unloadMilliseconds: number;
}

export interface FakeModel {
  readonly bytes: number;
  /** What it says to a prompt: a word a token. */
  readonly says?: (prompt: string) => string;
  /** Tools that it calls instead. */
  readonly calls?: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[];
  readonly capabilities?: readonly string[];
  /** Its load ends so. */
  readonly loadFails?: string;
}

export const fakeDefaults: FakeSettings = {
  parallel: 1,
  maximumLoaded: 3,
  maximumQueue: 512,
  keepAlive: 300_000,
  models: { 'small:latest': { bytes: 100_000_000 } },
  prefill: 100_000,
  decode: 20_000,
  loadMilliseconds: 20,
  unloadMilliseconds: 5,
};
