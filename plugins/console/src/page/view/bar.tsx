export interface BarProps {
  readonly workspace: string | undefined;
  readonly subject: string | undefined;
  /** Changes that wait for the person, beside what they are looking at. */
  readonly waiting: number;
  readonly isListed: boolean;
  readonly onList: () => void;
  readonly onWaiting: () => void;
  /** Absent where there is nothing to set. */
  readonly onSettings: (() => void) | undefined;
}

export function Bar({ workspace, subject, waiting, isListed, onList, onWaiting, onSettings }: BarProps) {
  return (
    <header className="bar">
      <button
        type="button"
        className="quiet list-toggle"
        aria-expanded={isListed}
        aria-controls="sessions"
        onClick={onList}
      >
        <span aria-hidden="true">☰</span>
        <span className="unseen">Conversations</span>
      </button>
      <h1>
        <span className="sign" aria-hidden="true" />
        <span className="brand">Hexaops</span>
        {workspace === undefined ? null : (
          <span className="workspace" title={workspace}>
            {workspace}
          </span>
        )}
      </h1>
      {waiting === 0 ? null : (
        <button type="button" className="waiting" onClick={onWaiting}>
          <span className="number">{waiting}</span> to decide
        </button>
      )}
      {subject === undefined ? null : <span className="who">{subject}</span>}
      {onSettings === undefined ? null : (
        <button type="button" className="quiet" onClick={onSettings}>
          Settings
        </button>
      )}
    </header>
  );
}
