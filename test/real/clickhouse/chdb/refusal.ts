/** An answer that is an error: what ClickHouse writes into the body, its code and the status that goes with it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** `exceptionCodeToHTTPStatus` of ClickHouse; everything else is 500. */
const badRequest = [6, 26, 27, 36, 38, 41, 43, 44, 46, 47, 50, 53, 62, 63, 69, 70, 72, 73, 115, 117, 386, 456];
const statuses: ReadonlyMap<number, number> = new Map<number, number>([
  ...badRequest.map((code): [number, number] => [code, 400]),
  [60, 404],
  [81, 404],
  [48, 501],
  [159, 408],
  [164, 403],
  [497, 403],
]);

export function refusalOf(error: unknown): Refusal {
  const text = error instanceof Error ? error.message : String(error);
  const message = text.replace(/^Query failed: /, '');
  const code = Number(/\bCode: (\d+)/.exec(message)?.[1] ?? 1002);
  return new Refusal(statuses.get(code) ?? 500, code, message);
}
