import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { processorSecondsOf } from './processor-time.ts';

/** Counts until it has used that many milliseconds of processor, says so, and stays until its input ends. */
const work = (milliseconds: number) =>
  `while (process.cpuUsage().user < ${milliseconds * 1_000}); process.stdout.write('done'); process.stdin.resume();`;

describe('the processor time of a process', { skip: process.platform !== 'linux' && 'it is read from /proc' }, () => {
  test('is that of all that it has started', async () => {
    const inner = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(work(300))}], { stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', inner], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    const seconds = processorSecondsOf(child.pid ?? 0);
    child.stdin.end();
    await once(child, 'exit');
    assert.ok(seconds >= 0.28, `${seconds} s`);
  });
});
