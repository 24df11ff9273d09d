import type { Container } from '../../cluster/objects.ts';

/** Where a container is told to call, as it is written in its specification. */
export interface Address {
  readonly container: string;
  /** The environment variable, or `args`. */
  readonly variable: string;
  readonly host: string;
  readonly port: number | undefined;
  /** `jdbc:mysql`, `http`, `redis`; empty without one. */
  readonly scheme: string;
}

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9_-]*[a-zA-Z0-9])?';
const hostname = `${label}(?:\\.${label})*\\.?`;
const url = new RegExp(
  `((?:[a-z][a-z0-9+]*:)?[a-z][a-z0-9+.-]*)://(?:[^@/\\s]*@)?(?:tcp\\()?(${hostname})(?::(\\d{1,5}))?`,
  'g',
);
const dsn = new RegExp(`@(?:tcp)?\\((${hostname}):(\\d{1,5})\\)`, 'g');
const pair = new RegExp(`(?:^|[,;=\\s])(${hostname}):(\\d{1,5})(?=$|[,;/\\s])`, 'g');
const bareHost = new RegExp(`^${hostname}$`);
const addressName =
  /(?:^|_)(?:ADDR|ADDRESS|HOST|HOSTNAME|URL|URI|ENDPOINT|SERVER|SERVERS|BROKER|BROKERS|SERVICE|SVC|DATASOURCE|DSN|TARGET|UPSTREAM|BACKEND)(?:$|_)/i;
const hostName = /(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER)$/i;
const own = /^(?:HOSTNAME|POD_|NODE_|HOST_IP|LISTEN|BIND|SERVER_HOST$|SERVER_ADDRESS$|HOST$|ADDRESS$)/i;

/** Addresses in values and arguments; `NAME_HOST` and `NAME_PORT` make one. Values from elsewhere are not read. */
export function addressesOf(container: Container): readonly Address[] {
  const values = new Map(
    (container.env ?? []).flatMap(({ name, value }) =>
      name === undefined || value === undefined ? [] : [[name, value] as const],
    ),
  );
  const found: Address[] = [];
  const make = (variable: string, host: string | undefined, port: string | number | undefined, scheme = '') => {
    const number = port === undefined ? undefined : Number(port);
    if (host !== undefined && (number === undefined || (number > 0 && number < 65_536))) {
      found.push({
        container: container.name ?? '',
        variable,
        host: host.toLowerCase().replace(/\.$/, ''),
        port: number,
        scheme,
      });
    }
  };
  for (const [variable, value] of values) {
    if (own.test(variable)) continue;
    read(variable, value, addressName.test(variable), make);
    if (hostName.test(variable) && bareHost.test(value) && !/^\d+$/.test(value)) {
      make(
        variable,
        value,
        values.get(variable.replace(hostName, (text) => text.replace(/HOST|HOSTNAME|ADDR|ADDRESS|SERVER/i, 'PORT'))),
      );
    }
  }
  for (const value of [...(container.command ?? []), ...(container.args ?? [])]) read('args', value ?? '', false, make);
  return found;
}

function read(
  variable: string,
  value: string,
  named: boolean,
  make: (variable: string, host: string | undefined, port: string | number | undefined, scheme?: string) => void,
): void {
  if (value.length > 4096) return;
  const before = [...value.matchAll(url)];
  for (const [, scheme, host, port] of before) make(variable, host, port, scheme);
  const inDsn = [...value.matchAll(dsn)];
  for (const [, host, port] of inDsn) make(variable, host, port);
  if (before.length > 0 || inDsn.length > 0 || !(named || variable === 'args')) return;
  for (const [, host, port] of value.matchAll(pair)) make(variable, host, port);
}
