import { HexaopsError, messageOf, unknownName } from '../errors.ts';
import type { HookName, Hooks } from './hooks.ts';

type Arguments<H> = H extends { promise(...input: infer A): Promise<unknown> } ? A : never;
type Result<H> = H extends { promise(...input: never[]): Promise<infer R> } ? R : never;

/** What a plugin may do at a hook: join in. What a tap returns is the hook's result type; nothing means "no opinion". */
export type Tap = <N extends HookName>(
  name: N,
  tap: (
    ...input: Arguments<Hooks[N]>
  ) => Promise<Result<Hooks[N]> | undefined | void> | Result<Hooks[N]> | undefined | void,
) => void;

interface Tappable {
  tapPromise(options: { name: string }, tap: (...input: never[]) => Promise<unknown>): void;
}

/**
 * The hooks as one plugin sees them: it can tap and never fire, so no plugin can forge an event or skip the guard. A `null`
 * becomes `undefined` (in a bail hook it would end the hook), an error is named after the plugin, and after `close`
 * nothing can be tapped any more.
 */
export function createTap(hooks: Hooks, plugin: string, isClosed: () => boolean): Tap {
  return (name, tap) => {
    const hook = (hooks as unknown as Readonly<Record<string, Tappable | undefined>>)[name];
    if (hook === undefined || !Object.hasOwn(hooks, name)) {
      throw unknownName('plugin-invalid', 'hook', name, Object.keys(hooks));
    }
    if (isClosed()) {
      throw new HexaopsError(
        'plugin-invalid',
        `plugin "${plugin}" taps the hook "${name}" after register has returned`,
        {
          nextStep: 'call api.tap inside register',
        },
      );
    }
    hook.tapPromise({ name: plugin }, async (...input: never[]) => {
      try {
        return (await tap(...(input as never))) ?? undefined;
      } catch (error) {
        if (HexaopsError.is(error)) throw error;
        throw new HexaopsError('internal', `plugin "${plugin}" failed in the hook "${name}": ${messageOf(error)}`, {
          cause: error,
        });
      }
    });
  };
}
