/** The service in a process of its own, as `hexaops serve` starts it, with the configuration of the file that is its argument. */
import { loadConfig, serve } from '@hexaops/runtime';
import { tell } from '../instrument/commands.ts';

process.on('disconnect', () => process.exit());

const [, , file = ''] = process.argv;
const service = await serve(await loadConfig({ file }));
tell({ type: 'ready', url: service.url });
