/** What one write of a program came to: its first line with the lines that belong to it, such as a stack trace. */
export interface LogEntry {
  readonly lines: readonly string[];
}

const indented = /^\s/;
/** Lines of stack traces that stand at the margin: Java, Python, Node, Go, .NET. */
const traceLine =
  /^(?:at \S|Caused by: |Suppressed: |\.\.\. \d+ (?:more|common frames)|During handling of the above exception|The above exception was the direct cause|Traceback \(most recent call last\)|goroutine \d+ \[|panic\.go:|created by |exit status \d+|\[signal |--- End of |\s*\^+\s*$)/;
const traceback = /Traceback \(most recent call last\):\s*$/;
const pythonError = /^[\w.]+(?:Error|Exception|Warning|Exit|Interrupt)\b/;
const goFrame = /^[\w./*-]+\.[\w.()*-]+\)$/;

/** Characters of a line by which it is judged. */
const looked = 500;
/** Lines of one entry: a longer trace is another entry. */
const longestEntry = 200;

/** Splits a log into entries. Colour codes are taken out; empty lines belong to the entry before. */
export function splitEntries(text: string): readonly LogEntry[] {
  const entries: string[][] = [];
  let inTraceback = false;
  let inGoroutine = false;
  for (const raw of text.split('\n')) {
    const line = withoutColours(raw.endsWith('\r') ? raw.slice(0, -1) : raw);
    const current = entries.at(-1);
    if (line.trim() === '') {
      inGoroutine = inGoroutine && line === '';
      continue;
    }
    const head = line.slice(0, looked);
    const endsTraceback = inTraceback && !indented.test(head) && pythonError.test(head);
    const belongs = indented.test(head) || traceLine.test(head) || endsTraceback || (inGoroutine && goFrame.test(head));
    if (endsTraceback) inTraceback = false;
    if (traceback.test(head)) inTraceback = true;
    if (/^(?:goroutine \d+ \[|panic: )/.test(head)) inGoroutine = true;
    if (belongs && current !== undefined && current.length < longestEntry) current.push(line);
    else entries.push([line]);
  }
  return entries.map((lines) => ({ lines }));
}

// oxlint-disable-next-line no-control-regex -- the escape character begins a colour code
const colour = /\u001B\[[0-9;]{0,20}m/g;

function withoutColours(line: string): string {
  return line.includes('\u001B') ? line.replace(colour, '') : line;
}
