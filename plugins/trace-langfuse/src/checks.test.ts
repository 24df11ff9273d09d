import { describe, test } from 'node:test';
import { runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { collectorCheck, langfuseCheck } from './checks.ts';

const keys = { publicKey: 'pk-lf-1', secretKey: 'sk-lf-1', dataset: 'd' };

describe('the check of Langfuse', () => {
  runChecks(
    serverCheckChecks({
      checkOf: (baseUrl) => langfuseCheck({ ...keys, baseUrl }),
      well: { answer: { pieces: ['{"data":[{"id":"p"}]}'] }, says: /knows the keys/ },
      unwell: {
        'keys of another project': { answer: { status: 401, pieces: [] }, says: /401 to the keys: give "publicKey"/ },
        'another server': { answer: { status: 404, pieces: [] }, says: /with 404: give the address of Langfuse/ },
      },
    }),
    test,
  );
});

describe('the check of a collector', () => {
  runChecks(
    serverCheckChecks({
      checkOf: (url) => collectorCheck({ url }),
      well: { answer: { pieces: ['{}'] }, says: /takes traces/ },
      unwell: {
        'an address that is not whole': { answer: { status: 404, pieces: [] }, says: /with 404: .*\/v1\/traces/ },
        'a collector that refuses': { answer: { status: 403, pieces: [] }, says: /with 403/ },
      },
    }),
    test,
  );
});
