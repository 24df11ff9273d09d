import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Fault } from '../frame/fault.ts';
import type { Figure } from '../frame/figure.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../stage/stopped-readers/program.ts', import.meta.url));
/**
 * A network of its own, where the machine allows one, in which the kernel keeps no more than 64 KiB of what a connection is
 * sent, as docs/reliability.md asks of a pod: with the megabytes that it keeps otherwise nothing would wait in the service.
 */
const network = ['--user', '--map-root-user', '--net', 'sh', '-c'];
const script = 'ip link set lo up && echo "4096 16384 65536" > /proc/sys/net/ipv4/tcp_wmem && exec "$0" "$@"';

export const stoppedReaders: Fault = {
  name: 'stopped-readers',
  title: '10,000 streams, a fifth stops reading',
  async run(random, extent) {
    const flags = ['--conditions=hexaops-source', program, String(random.between(1, 1e9)), extent];
    const { stdout } = (await mayHaveNetwork())
      ? await run('unshare', [...network, script, process.execPath, ...flags])
      : await run(process.execPath, flags);
    return JSON.parse(stdout) as readonly Figure[];
  },
};

async function mayHaveNetwork(): Promise<boolean> {
  try {
    await run('unshare', [...network, script, 'true']);
    return true;
  } catch {
    console.error('a network of its own is not allowed here: the kernel keeps what readers do not read');
    return false;
  }
}
