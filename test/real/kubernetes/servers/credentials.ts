import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The people of the cluster. Tokens are made anew for each cluster. */
export interface Tokens {
  /** Group `system:masters`: everything. */
  readonly admin: string;
  /** Bound to the cluster role `view`, and to reading nodes, volumes and classes: everything but secrets, changing nothing. */
  readonly readOnly: string;
  /** Authenticated, without a single right on objects. */
  readonly noRights: string;
}

export interface Credentials {
  readonly tokens: Tokens;
  /** PEM of the self-signed certificate that every server presents on 127.0.0.1; it is its own authority. */
  readonly certificate: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
  readonly serviceAccountKeyFile: string;
  readonly tokenFile: string;
}

export async function makeCredentials(directory: string): Promise<Credentials> {
  const certificateFile = join(directory, 'server.crt');
  const privateKeyFile = join(directory, 'server.key');
  const serviceAccountKeyFile = join(directory, 'service-account.key');
  const tokenFile = join(directory, 'tokens.csv');
  // prettier-ignore
  await run('openssl', [
    'req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2',
    '-subj', '/CN=hexaops-test', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost',
    '-keyout', privateKeyFile, '-out', certificateFile,
  ]);
  const serviceAccountKey = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  await writeFile(serviceAccountKeyFile, serviceAccountKey.privateKey, { mode: 0o600 });
  const token = () => randomBytes(24).toString('base64url');
  const tokens: Tokens = { admin: token(), readOnly: token(), noRights: token() };
  const users = [
    `${tokens.admin},admin,admin,system:masters`,
    `${tokens.readOnly},read-only,read-only,readers`,
    `${tokens.noRights},no-rights,no-rights,`,
  ];
  await writeFile(tokenFile, `${users.join('\n')}\n`, { mode: 0o600 });
  const certificate = await readFile(certificateFile, 'utf8');
  return { tokens, certificate, certificateFile, privateKeyFile, serviceAccountKeyFile, tokenFile };
}

/** A kubeconfig for one user; JSON, which is YAML. */
export function kubeconfig(server: string, certificate: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'real', cluster: { server, 'certificate-authority-data': Buffer.from(certificate).toString('base64') } },
    ],
    users: [{ name: 'user', user: { token } }],
    contexts: [{ name: 'real', context: { cluster: 'real', user: 'user' } }],
    'current-context': 'real',
  });
}
