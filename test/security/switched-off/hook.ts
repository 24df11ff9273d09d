import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { switchedOff } from './list.ts';
import { switchOff } from './patch.ts';

/**
 * Given to node with `--import FILE?NAME`: that control is switched off in the source as it is loaded, in this process and
 * nowhere else. The product itself has no such switch.
 */
const name = decodeURIComponent(new URL(import.meta.url).search.slice(1));
const entry = switchedOff.find((each) => each.name === name);
if (entry === undefined) throw new Error(`there is no switched-off control "${name}"`);
const target = new URL(`../../../${entry.file}`, import.meta.url).href;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== target) return loaded;
    return { ...loaded, source: switchOff(sourceOf(loaded.source, url), entry) };
  },
});

function sourceOf(source: unknown, url: string): string {
  if (typeof source === 'string') return source;
  if (source instanceof Uint8Array) return Buffer.from(source).toString('utf8');
  throw new Error(`the source of ${fileURLToPath(url)} cannot be changed`);
}
