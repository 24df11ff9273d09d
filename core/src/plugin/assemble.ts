import 'reflect-metadata';
import { Container, ContainerModule, type ServiceIdentifier } from 'inversify';
import { HexaopsError, messageOf } from '../errors.ts';
import type { ExtensionPoint } from '../extension/point.ts';
import { createTap } from '../hooks/facade.ts';
import { createHooks, type Hooks } from '../hooks/hooks.ts';
import { compileSchema } from '../schema/compile.ts';
import type { LoadedPlugin } from './load.ts';
import type { Key, PluginApi } from './plugin.ts';
import { type Acceptance, acceptanceOf, checkNeeded, corePoints } from './supported-points.ts';

/** Everything that the plugins brought, checked, resolved and started. */
export interface Assembly extends AsyncDisposable {
  readonly hooks: Hooks;
  /** Contributions in the order of the plugins. */
  all<T>(point: ExtensionPoint<T>): readonly T[];
}

export interface AssembleOptions {
  /** Milliseconds that each plugin's `start` may take. */
  readonly startMilliseconds: number;
  /** False: put together and no more; nothing is started, and `ready` does not fire. */
  readonly starts?: boolean;
  /** The points that are read, each with the specs that it takes. Those of this core unless told. */
  readonly points?: readonly ExtensionPoint<unknown>[];
}

/**
 * Registers, checks, resolves and starts the plugins. Every singleton is resolved here, from the root container, so that
 * one which needs something of a request fails now, for all to see, and can never keep one caller's object for another.
 * All failures are collected into one `plugin-start-failed`; what had started by then is disposed of.
 */
export async function assemble(
  plugins: readonly LoadedPlugin[],
  { startMilliseconds, starts = true, points = corePoints }: AssembleOptions,
): Promise<Assembly> {
  const root = new Container({ defaultScope: 'Singleton' });
  const hooks = createHooks();
  const disposables = new AsyncDisposableStack();
  const failures: HexaopsError[] = [];
  const keys = new Set<ServiceIdentifier>();

  for (const plugin of plugins) {
    try {
      rejectDuplicate(plugin, plugins);
      const module = moduleOf(plugin, { hooks, keys, points });
      root.load(module);
      disposables.defer(() => root.unloadAsync(module));
    } catch (error) {
      failures.push(failure(plugin, error));
    }
  }
  await attempt(failures, undefined, async () => {
    for (const key of keys) await root.getAllAsync(key);
  });
  if (failures.length === 0 && starts) {
    for (const plugin of plugins) await attempt(failures, plugin, () => start(plugin, startMilliseconds, disposables));
  }
  if (failures.length === 0 && starts)
    await attempt(failures, undefined, () =>
      inTime('the plugins did not become ready', startMilliseconds, hooks.ready.promise()),
    );
  if (failures.length > 0) {
    await disposables.disposeAsync();
    throw collected(failures);
  }
  return {
    hooks,
    all: (point) => (root.isBound(point.key) ? root.getAll(point.key) : []),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

/** What the plugins of one assembly share while they register. */
interface Ground {
  readonly hooks: Hooks;
  /** All that is bound. */
  readonly keys: Set<ServiceIdentifier>;
  readonly points: readonly ExtensionPoint<unknown>[];
}

/** One Inversify module for one plugin. */
function moduleOf({ manifest, plugin, config }: LoadedPlugin, { hooks, keys, points }: Ground): ContainerModule {
  const validate = compileSchema(plugin.config);
  const problems = validate(config);
  if (problems.length > 0) {
    throw new HexaopsError(
      'config-invalid',
      `the configuration of the plugin "${manifest.id}" is not valid: ${problems.join('; ')}`,
      {
        details: { plugin: manifest.id, problems },
      },
    );
  }
  return new ContainerModule(({ bind }) => {
    let closed = false;
    const bindMade: PluginApi['singleton'] = (key, dependencies, make) => {
      const identifiers = dependencies.map((dependency: Key<unknown>) => {
        if ('isOptional' in dependency) return { serviceIdentifier: dependency.key, optional: true };
        if ('spec' in dependency) checkNeeded(dependency, manifest, points);
        return dependency.key;
      });
      const accepted: Acceptance<unknown> = 'spec' in key ? acceptanceOf(key, manifest, points) : key;
      const { adapt } = accepted;
      /** What the plugin made is disposed of, not what became of it. */
      let made: unknown;
      const makeIt = (...values: readonly unknown[]): unknown => {
        made = (make as (...values: readonly unknown[]) => unknown)(...values);
        return adapt === undefined ? made : adapt(made);
      };
      bind(accepted.key)
        .toResolvedValue(makeIt as never, identifiers as never)
        .inSingletonScope()
        .onDeactivation(async (value) => {
          const own = adapt === undefined ? value : made;
          await (own as Partial<AsyncDisposable>)[Symbol.asyncDispose]?.();
          (own as Partial<Disposable>)[Symbol.dispose]?.();
        });
      keys.add(accepted.key);
    };
    const api: PluginApi = Object.freeze({
      contribute: (point, value) => {
        const { key, adapt } = acceptanceOf(point, manifest, points);
        bind(key).toConstantValue(adapt === undefined ? value : adapt(value));
        keys.add(key);
      },
      contributeFrom: bindMade,
      singleton: bindMade,
      tap: createTap(hooks, manifest.id, () => closed),
    } satisfies PluginApi);
    plugin.register(api, config);
    closed = true;
  });
}

async function start(
  { manifest, plugin }: LoadedPlugin,
  milliseconds: number,
  disposables: AsyncDisposableStack,
): Promise<void> {
  const signal = AbortSignal.timeout(milliseconds);
  const what = `the plugin "${manifest.id}"`;
  const starting = Promise.resolve(plugin.start?.(signal));
  try {
    const started = await inTime(`${what} did not start`, milliseconds, starting);
    if (started !== undefined) disposables.use(started);
  } catch (error) {
    // Nobody waits for it any more: what it brings too late is given back at once.
    void starting.then(async (late) => late?.[Symbol.asyncDispose]()).catch(() => undefined);
    throw error;
  }
}

async function inTime<T>(what: string, milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new HexaopsError('plugin-start-failed', `${what} within ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function rejectDuplicate(plugin: LoadedPlugin, plugins: readonly LoadedPlugin[]): void {
  const first = plugins.find(({ manifest }) => manifest.id === plugin.manifest.id);
  if (first === plugin) return;
  throw new HexaopsError('plugin-duplicate', `two plugins have the id "${plugin.manifest.id}"`, {
    nextStep: 'list each plugin once',
  });
}

async function attempt(
  failures: HexaopsError[],
  plugin: LoadedPlugin | undefined,
  action: () => Promise<void>,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    failures.push(failure(plugin, error));
  }
}

function failure(plugin: LoadedPlugin | undefined, error: unknown): HexaopsError {
  if (HexaopsError.is(error)) return error;
  const what =
    plugin === undefined ? 'the plugins cannot be put together' : `the plugin "${plugin.manifest.id}" failed`;
  return new HexaopsError('plugin-start-failed', `${what}: ${messageOf(error)}`, { cause: error });
}

function collected(failures: readonly HexaopsError[]): HexaopsError {
  const [first] = failures;
  if (failures.length === 1 && first !== undefined) return first;
  return new HexaopsError(
    'plugin-start-failed',
    `${failures.length} failures:\n${failures.map(({ message, nextStep }) => `- ${message}${nextStep === undefined ? '' : ` (${nextStep})`}`).join('\n')}`,
    { cause: new AggregateError(failures), details: { codes: failures.map(({ code }) => code) } },
  );
}
