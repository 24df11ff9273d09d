/** What a program can be asked by the process that started it: a name, one argument and one result, both plain JSON. */
export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: never;
}

/** Answers what the parent asks, until it goes away. Then this process ends. */
export function answerParent(handlers: Handlers): void {
  process.on('message', (question) => void answer(handlers, question as Question));
  process.once('disconnect', () => process.exit());
  send({ ready: true });
}

async function answer(handlers: Handlers, { id, name, argument }: Question): Promise<void> {
  try {
    send({ id, result: await handlers[name]?.(argument) });
  } catch (error) {
    send({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

function send(message: object): void {
  process.send?.(message);
}
