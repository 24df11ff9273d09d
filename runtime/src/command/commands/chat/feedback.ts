import { tellChat } from '../../client/request.ts';
import { type ExitCode, exitCode } from '../../exit-code.ts';
import { type Io, print } from '../../io.ts';
import { type AccessOptions, chatAccess } from './access.ts';

/** What a person may think of a run, as the service counts it. */
export const ratings = { good: 1, bad: 0 } as const;

export interface FeedbackOptions extends AccessOptions {
  readonly comment?: string;
}

/** Tells what somebody thinks of a run of theirs. */
export async function feedback(
  io: Io,
  run: string,
  rating: keyof typeof ratings,
  options: FeedbackOptions,
): Promise<ExitCode> {
  const { comment } = options;
  const told = { run_id: run, score: ratings[rating], ...(comment === undefined ? {} : { comment }) };
  await tellChat({ ...chatAccess(io, options), body: { feedback: told } });
  await print(io, 'Thank you.');
  return exitCode.done;
}
