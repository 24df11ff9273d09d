/** The logs of a recorded cluster. Undefined where none was recorded. */
export interface LogSource {
  read(log: RecordedLog): Promise<string | undefined>;
  /** The refusal that was recorded in place of a log, for example because the container was still waiting. */
  readRefusal(log: RecordedLog): Promise<string | undefined>;
}

export interface RecordedLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** Logs given as text: keys are `NAMESPACE/POD/CONTAINER`, and `NAMESPACE/POD/CONTAINER-previous`. */
export function logsFromText(texts: Readonly<Record<string, string>>): LogSource {
  return {
    read({ namespace, pod, container, previous }) {
      return Promise.resolve(texts[`${namespace}/${pod}/${container}${previous ? '-previous' : ''}`]);
    },
    readRefusal() {
      return Promise.resolve(undefined);
    },
  };
}
