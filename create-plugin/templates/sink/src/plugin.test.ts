import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, after } from 'node:test';
import { auditSinkChecks, runChecks } from '@hexaops/core/testing';
import { FileSink } from './file-sink.ts';

const directory = await mkdtemp(join(tmpdir(), 'my-plugin-'));
after(() => rm(directory, { recursive: true }));

describe('the sink conforms', () => {
  let opened = 0;
  const open = async () => {
    const sink = new FileSink(join(directory, String((opened += 1))));
    return { sink, kept: () => sink.records() };
  };
  runChecks(auditSinkChecks(open), test);
});
