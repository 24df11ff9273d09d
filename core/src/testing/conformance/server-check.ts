import assert from 'node:assert/strict';
import type { Check as DoctorCheck } from '../../extension/check.ts';
import { HexaopsError } from '../../errors.ts';
import type { Check } from './check.ts';
import type { RecordedAnswer } from './provider/recording.ts';
import { replay } from './provider/replay-server.ts';

/** A check that asks a server over HTTP, with answers of that server. */
export interface ServerCheck {
  readonly checkOf: (url: string) => DoctorCheck;
  readonly well: { readonly answer: RecordedAnswer; readonly says: RegExp };
  /** By what is wrong; `says` is of the message with what to do. */
  readonly unwell: Readonly<Record<string, { readonly answer: RecordedAnswer; readonly says: RegExp }>>;
}

/** What holds for each such check: it tells a server that is well from one that is not, is silent, or is away. */
export function serverCheckChecks({ checkOf, well, unwell }: ServerCheck): readonly Check[] {
  const refused = async (url: string, says: RegExp, signal = new AbortController().signal) => {
    await assert.rejects(checkOf(url).check(signal), (error) => {
      assert.ok(HexaopsError.is(error), String(error));
      assert.match(`${error.message}: ${error.nextStep}`, says);
      return true;
    });
  };
  return [
    {
      name: 'says of a server that is well what it has found',
      async run() {
        await using server = await replay(well.answer);
        assert.match((await checkOf(server.url).check(new AbortController().signal)).message, well.says);
      },
    },
    ...Object.entries(unwell).map(([what, { answer, says }]) => ({
      name: `finds ${what}, and says what to do`,
      async run() {
        await using server = await replay(answer);
        await refused(server.url, says);
      },
    })),
    {
      name: 'finds that nothing is there',
      async run() {
        const server = await replay(well.answer);
        await server[Symbol.asyncDispose]();
        await refused(server.url, /ECONNREFUSED|cannot be reached|does not answer/);
      },
    },
    {
      name: 'gives up a server that does not answer when it is told to',
      async run() {
        await using server = await replay({ pieces: ['{'], then: 'silence' });
        const controller = new AbortController();
        const checking = checkOf(server.url).check(controller.signal);
        const { closed } = await server.requested();
        controller.abort();
        await assert.rejects(checking);
        await closed;
      },
    },
  ];
}
