import { lookup } from 'node:dns';
import dns from 'node:dns';
import { Socket } from 'node:net';

// Preloaded (`--import`): denies every connection and every lookup of a name, and says so on standard error.
function deny(what: string): never {
  process.stderr.write(`DENIED ${what}\n`);
  throw new Error('the network is denied');
}

Socket.prototype.connect = function connect(...given: unknown[]) {
  return deny(`connection ${JSON.stringify(given[0])}`);
};
dns.lookup = Object.assign((name: string) => deny(`lookup of ${name}`), { __promisify__: lookup.__promisify__ });
