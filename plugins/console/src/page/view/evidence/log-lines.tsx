import { useState } from 'react';

const few = 200;

export function LogLines({ text }: { readonly text: string }) {
  const [all, setAll] = useState(false);
  const lines = text.split('\n');
  return (
    <>
      <pre className="log" tabIndex={0}>
        {(all ? lines : lines.slice(0, few)).map((line, index) => (
          <span key={index} className={levelOf(line)}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
      {!all && lines.length > few ? (
        <button type="button" className="quiet" onClick={() => setAll(true)}>
          Show all {lines.length.toLocaleString('en')} lines
        </button>
      ) : null}
    </>
  );
}

function levelOf(line: string): string | undefined {
  const start = line.slice(0, 200);
  if (/\b(error|fatal|panic|critical|exception)\b/i.test(start)) return 'level-error';
  return /\bwarn(ing)?\b/i.test(start) ? 'level-warning' : undefined;
}
