import closeWithGrace from 'close-with-grace';
import pino from 'pino';
import { faultOf } from '../../http/request/fault.ts';
import { serve as startService, type Service } from '../../serve.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { configurationOf, type ConfigurationOptions } from './configuration.ts';

/** What shutting down may take beyond the time that the configuration gives to it. Milliseconds. */
const graceBeyond = 3_000;

/**
 * Runs the service until the process is told to end: SIGTERM and SIGINT drain it and end with 0, a second one ends at once.
 * Logs are JSON lines on standard output; `ready` and what goes wrong before it are for people, on standard error.
 */
export async function serve(io: Io, options: ConfigurationOptions): Promise<ExitCode> {
  const loaded = await configurationOf(io, options);
  let service: Service | undefined;
  const grace = closeWithGrace(
    { delay: loaded.config.server.shutdownSeconds * 1000 + graceBeyond, logger: false },
    async ({ err: error }) => {
      if (error !== undefined) io.stderr.write(`hexaops: ended by a fault: ${JSON.stringify(faultOf(error))}\n`);
      await service?.close();
    },
  );
  try {
    service = await startService(loaded, { logger: logger(loaded.config.logging.level) });
  } catch (error) {
    grace.uninstall();
    throw error;
  }
  io.stderr.write(`ready ${service.url}\n`);
  // The process ends by a signal, and close-with-grace ends it.
  return await new Promise<never>(() => undefined);
}

/** Each line is written before the next thing happens, so that the last ones before the end are there, and in order. */
function logger(level: string): pino.Logger {
  return pino({ level }, pino.destination({ dest: standardOutput, sync: true }));
}

const standardOutput = 1;
