import type { Finding } from '@hexaops/core';
import type { Explained } from '../run/shown-findings.ts';

export interface FindingsProps {
  readonly findings: readonly Explained[];
  /** What the answers say: what stands there is not said again. */
  readonly said: string;
  readonly onCite: (evidence: string) => void;
  readonly onPropose: (draft: string) => void;
}

/** Causes, each with the symptoms that it explains. */
export function Findings({ findings, said, onCite, onPropose }: FindingsProps) {
  if (findings.length === 0) return null;
  return (
    <section aria-label="Findings" className="findings">
      <h3>Findings</h3>
      <ul>
        {findings.map(({ root, symptoms }) => (
          <li key={root.place} className={`finding ${root.severity}`}>
            <One finding={root} said={said} onCite={onCite} onPropose={onPropose} />
            {symptoms.length === 0 ? null : (
              <details className="symptoms">
                <summary>{symptoms.length === 1 ? '1 symptom of it' : `${symptoms.length} symptoms of it`}</summary>
                <ul>
                  {symptoms.map((symptom) => (
                    <li key={symptom.place}>
                      <One finding={symptom} said={said} onCite={onCite} onPropose={onPropose} />
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function One({ finding, said, onCite, onPropose }: { readonly finding: Finding } & Omit<FindingsProps, 'findings'>) {
  const { cause, object, severity, confidence, summary, evidence, remedy } = finding;
  const isSaid = said.includes(summary);
  const cites = evidence.map((id) => (
    <button key={id} type="button" className="cite" aria-label={`Evidence ${id}`} onClick={() => onCite(String(id))}>
      {id}
    </button>
  ));
  return (
    <>
      <p className="head">
        <span className={`severity ${severity}`}>{severity}</span>
        <button
          type="button"
          className="object"
          title="Ask about it"
          onClick={() => onPropose(`what is wrong with ${object.kind.toLowerCase()} ${object.name}?`)}
        >
          {object.kind}{' '}
          <strong>{object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`}</strong>
        </button>
        <span className="muted cause">
          {cause.replaceAll('-', ' ')}
          {confidence < 1 ? `, ${Math.round(confidence * 100)} % sure` : ''}
        </span>
        {isSaid ? <span>{cites}</span> : null}
      </p>
      {isSaid ? null : (
        <p className="summary">
          {summary} {cites}
        </p>
      )}
      {remedy === undefined || said.includes(remedy.description) ? null : (
        <p className="remedy">{remedy.description}</p>
      )}
    </>
  );
}
