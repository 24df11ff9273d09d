import { messageOf } from '../errors.ts';
import type { ComponentHealth } from '../extension/health.ts';
import type { Store } from '../extension/store.ts';

/** Asks the store for a session that cannot be, as nobody: whether it answers is its health. */
export async function storeHealth(store: Store): Promise<ComponentHealth> {
  try {
    await store.session({ subject: '', workspace: '' }, '');
    return { component: 'store', ok: true, message: store.id };
  } catch (error) {
    return { component: 'store', ok: false, message: `${store.id}: ${messageOf(error)}` };
  }
}
