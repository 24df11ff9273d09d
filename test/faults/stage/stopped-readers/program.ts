import type { Extent } from '../../frame/fault.ts';
import { Random } from '../../frame/random.ts';
import { measureStoppedReaders } from './measure.ts';

const [seed, extent] = process.argv.slice(2);
console.log(JSON.stringify(await measureStoppedReaders(new Random(Number(seed)), extent as Extent)));
