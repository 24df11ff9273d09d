import { describe, test } from 'node:test';
import { runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { settingsOf } from '../configuration.ts';
import { prometheusCheck } from './check.ts';

describe('the check of Prometheus', () => {
  runChecks(
    serverCheckChecks({
      checkOf: (url) => prometheusCheck(settingsOf({ url })),
      well: {
        answer: { pieces: ['{"status":"success","data":{"resultType":"vector","result":[]}}'] },
        says: /answers queries/,
      },
      unwell: {
        'a token that it does not know': { answer: { status: 401, pieces: [] }, says: /with 401: .*"bearerToken"/ },
        'another server': { answer: { status: 404, pieces: [] }, says: /with 404: .*"url" of worker-prometheus/ },
        'a page instead of an answer': { answer: { pieces: ['<html>'] }, says: /with 200/ },
      },
    }),
    test,
  );
});
