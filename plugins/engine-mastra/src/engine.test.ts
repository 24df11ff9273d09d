import { describe, test } from 'node:test';
import { agentEngineChecks, runChecks } from '@hexaops/core/testing';
import { createMastraEngine } from './engine.ts';

describe('the engine of Mastra', () => {
  runChecks(
    agentEngineChecks(() => createMastraEngine()),
    test,
  );
});
