import { inFile } from '../../table/row.ts';
import type { SwitchedOff } from '../control.ts';

const reader = 'plugins/worker-kubernetes/src/reader';
const readerTests = `${reader}/cluster-reader.test.ts`;
const secrecy = 'plugins/worker-helm/src/secrecy/secrecy.ts';

/** What other plugins read of a cluster, and what is told of a release. */
export const releases: readonly SwitchedOff[] = [
  {
    name: 'cluster-reader-secrets',
    control: 'of Secrets only release records of Helm are listed',
    file: `${reader}/cluster-reader.ts`,
    find: 'if (isSecrets(resource)) requireHelmRecords(query);',
    replace: '',
    tests: inFile(readerTests, 'are refused unless the list is one of release records'),
  },
  {
    name: 'cluster-reader-labelled-secrets',
    control: 'what merely bears the label of Helm is left out',
    file: `${reader}/helm-records.ts`,
    find: "if (object['type'] !== recordType) return undefined;",
    replace: '',
    tests: inFile(
      readerTests,
      'that only bear the label of Helm are left out, and of a record everything but the release',
    ),
  },
  {
    name: 'release-secrets',
    control: 'the secrets that a release knows are masked in every text that is shown of it',
    file: secrecy,
    find: 'return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, masked), bare);',
    replace: 'return bare;',
    tests: inFile(
      'plugins/worker-helm/src/tools/no-secret.test.ts',
      'no tool tells a secret of a release, wherever its chart has put it',
    ),
  },
];
