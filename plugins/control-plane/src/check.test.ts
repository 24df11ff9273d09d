import { describe, test } from 'node:test';
import { runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { controlPlaneCheck } from './check.ts';
import { resolveConfig } from './config.ts';

const json = { 'content-type': 'application/json' };
const health = JSON.stringify({ status: 'healthy', timestamp: '2026-01-01T00:00:00Z', components: {} });
const checkOf = (url: string) => controlPlaneCheck(resolveConfig({ url }));

describe('the check of the control plane', () => {
  runChecks(
    serverCheckChecks({
      checkOf,
      well: { answer: { headers: json, pieces: [health] }, says: /answers within \d+ ms/ },
      unwell: {
        'a control plane that fails': {
          answer: { status: 503, pieces: [] },
          says: /answers with 503: look into the logs/,
        },
        'a server that is another': {
          answer: { pieces: ['<html>welcome</html>'] },
          says: /answers with 200, and not as the Internal Operations API does: give its address as "url"/,
        },
        'a path that is wrong': {
          answer: { status: 404, pieces: [] },
          says: /health answers with 404.*"paths.health"/,
        },
        'a redirect': {
          answer: { status: 302, headers: { location: '/login' }, pieces: [] },
          says: /answers with 302/,
        },
        'a clock that is wrong': {
          answer: { headers: { ...json, date: new Date(Date.now() + 60_000).toUTCString() }, pieces: [health] },
          says: /this machine is (?:59|60) s behind the control plane.*synchronize/,
        },
      },
    }),
    test,
  );

  runChecks(
    serverCheckChecks({
      checkOf,
      well: { answer: { status: 401, pieces: [] }, says: /answers within/ },
      unwell: {},
    }),
    (name, body) => test(`where it refuses whoever has no token: ${name}`, body),
  );
});
