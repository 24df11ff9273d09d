import { messageOf } from '../errors.ts';
import type { ComponentHealth, HealthSource } from '../extension/health.ts';

/** What a plugin says of a component of its own; one that raises, or does not answer in time, is not well. */
export async function sourceHealth(source: HealthSource, signal: AbortSignal): Promise<ComponentHealth> {
  const { component } = source;
  const late = Promise.withResolvers<never>();
  const giveUp = () => late.reject(new Error('it does not answer in time'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal.aborted) giveUp();
    return { component, ...(await Promise.race([source.health(signal), late.promise])) };
  } catch (error) {
    return { component, ok: false, message: messageOf(error) };
  } finally {
    signal.removeEventListener('abort', giveUp);
    late.promise.catch(() => undefined);
  }
}
