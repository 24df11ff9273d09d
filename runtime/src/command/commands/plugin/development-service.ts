import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { contributionsOf, HexaopsError, messageOf } from '@hexaops/core';
import { collect } from '@hexaops/core/testing';
import pino from 'pino';
import { serve, type Service } from '../../../serve.ts';
import { developer, fakesFor } from './fakes.ts';
import { developmentConfig, developmentPlugins, openPluginFolder } from './plugin-folder.ts';
import { questionsOf } from './questions.ts';

/** What the thread is started with. */
export interface DevelopmentOrder {
  readonly folder: string;
  readonly config?: string;
  readonly port: number;
  readonly token: string;
  /** The first question of the plugin unless told. */
  readonly ask?: string;
}

/** What it tells: that it serves and what became of the question, or why it does not. */
export type DevelopmentReport =
  | {
      readonly kind: 'serving';
      readonly url: string;
      readonly plugin: string;
      readonly brings: readonly string[];
      readonly questions: readonly string[];
      readonly asked?: { readonly question: string; readonly answer: string; readonly completed: boolean };
    }
  | {
      readonly kind: 'failed';
      readonly code: HexaopsError['code'];
      readonly message: string;
      readonly nextStep?: string;
    };

/** One start of the service, in a thread of its own: the next one imports the sources anew. */
async function start(order: DevelopmentOrder): Promise<readonly [Service, DevelopmentReport]> {
  const folder = await openPluginFolder(order.folder);
  const loaded = await developmentConfig(folder, order);
  const { own, all } = await developmentPlugins(folder, loaded);
  const service = await serve(loaded, {
    logger: pino({ level: 'warn' }, pino.destination({ dest: 2, sync: true })),
    plugins: [...all, ...fakesFor(all, order.token)],
  });
  const questions = await questionsOf(own);
  const question = order.ask ?? questions[0];
  const { id, version } = folder.manifest;
  return [
    service,
    {
      kind: 'serving',
      url: service.url,
      plugin: `${id} ${version}`,
      brings: contributionsOf(own.plugin, own.config).map((each) =>
        'point' in each ? `${each.point} ${each.spec}` : `hook ${each.hook}`,
      ),
      questions,
      ...(question === undefined ? {} : { asked: { question, ...(await answerTo(service, question)) } }),
    },
  ];
}

async function answerTo({ engine }: Service, message: string) {
  const events = await collect(engine.ask(developer(), { message }));
  const texts = events.flatMap((event) => {
    if (event.type === 'answer') return [event.text];
    if (event.type === 'input-required') return [event.question];
    if (event.type === 'approval-required') return [`waits for an approval: ${event.approval.summary}`];
    return [];
  });
  const last = events.at(-1);
  return { answer: texts.join('\n'), completed: last?.type === 'run-finished' && last.status === 'completed' };
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  let running: Service | undefined;
  port.once('message', () => {
    void Promise.resolve(running?.close()).finally(() => process.exit(0));
  });
  try {
    const [service, report] = await start(workerData as DevelopmentOrder);
    running = service;
    port.postMessage(report);
  } catch (error) {
    const { code, nextStep } = HexaopsError.is(error) ? error : { code: 'internal' as const, nextStep: undefined };
    const failed = { kind: 'failed' as const, code, message: messageOf(error) };
    port.postMessage((nextStep === undefined ? failed : { ...failed, nextStep }) satisfies DevelopmentReport);
  }
}
