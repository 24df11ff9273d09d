import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Conversation } from '../conversation/conversation.ts';
import { chosenWorkspace, told } from '../told.ts';
import { Composer } from './composer.tsx';
import { Empty } from './empty.tsx';
import { RunView } from './run-view.tsx';
import { Sessions } from './sessions.tsx';
import { LlmSettings } from './settings/llm-settings.tsx';
import { SignIn } from './sign-in.tsx';
import { useScrolling } from './use-scrolling.ts';

export function App({ conversation }: { readonly conversation: Conversation }) {
  const { sessions, session, opening, runs, failure, signedOut } = useSyncExternalStore(
    conversation.subscribe,
    conversation.state,
  );
  const [draft, setDraft] = useDraft();
  const [listed, setListed] = useState(false);
  const [settings, setSettings] = useState(false);
  const last = runs.at(-1);
  const workspace = chosenWorkspace ?? last?.state.workspace;
  const busy = last !== undefined && (last.state.status === 'sending' || last.state.status === 'running');
  useScrolling(last?.key, last?.state.sequence);
  useSessionInAddress(conversation, session);

  const ask = (message: string) => {
    setDraft('');
    if (last?.state.waiting?.kind === 'input') conversation.answer(last.key, message);
    else conversation.ask(message);
  };
  const propose = (text: string) => {
    setDraft(text);
    document.querySelector<HTMLTextAreaElement>('#question')?.focus();
  };

  return (
    <div className="frame">
      <a className="skip" href="#question">
        Skip to the question
      </a>
      <header className="bar">
        <button
          type="button"
          className="quiet list-toggle"
          aria-expanded={listed}
          aria-controls="sessions"
          onClick={() => setListed(!listed)}
        >
          <span aria-hidden="true">☰</span>
          <span className="unseen">Conversations</span>
        </button>
        <h1>
          Hexaops
          {workspace === undefined ? null : <span className="workspace"> · {workspace}</span>}
        </h1>
        <span className="who">{last?.state.subject}</span>
        {told.settings === undefined || workspace === undefined ? null : (
          <button type="button" className="quiet" onClick={() => setSettings(true)}>
            Settings
          </button>
        )}
      </header>
      <Sessions
        sessions={sessions}
        current={session}
        shown={listed}
        onOpen={(id) => {
          setListed(false);
          void conversation.open(id);
        }}
        onNew={() => {
          setListed(false);
          conversation.begin();
        }}
        onRemove={(id) => void conversation.removeSession(id)}
      />
      <main>
        {failure === undefined ? null : (
          <p className="failure" role="alert">
            {failure.message} {failure.nextStep}
          </p>
        )}
        {opening ? <p className="muted">Opening the conversation…</p> : null}
        {runs.length === 0 && !opening ? <Empty questions={told.questions} onAsk={ask} /> : null}
        {runs.map((shown) => (
          <RunView
            key={shown.key}
            shown={shown}
            isLast={shown === last}
            conversation={conversation}
            onAsk={ask}
            onPropose={propose}
          />
        ))}
      </main>
      <div className="foot">
        {signedOut ? <SignIn path={told.signIn} onSignedIn={() => conversation.signedIn()} /> : null}
        <Composer
          draft={draft}
          onDraft={setDraft}
          busy={busy}
          onAsk={ask}
          onCancel={() => last !== undefined && conversation.cancel(last.key)}
        />
      </div>
      {settings && told.settings !== undefined && workspace !== undefined ? (
        <LlmSettings path={told.settings} workspace={workspace} onClose={() => setSettings(false)} />
      ) : null}
    </div>
  );
}

/** What is being written outlives the page, in this tab. */
function useDraft(): readonly [string, (draft: string) => void] {
  const [draft, setDraft] = useState(() => sessionStorage.getItem('draft') ?? '');
  useEffect(() => sessionStorage.setItem('draft', draft), [draft]);
  return [draft, setDraft];
}

/** The address names the session, so that a reload, a bookmark or a link comes back to it. */
function useSessionInAddress(conversation: Conversation, session: string | undefined): void {
  useEffect(() => {
    const open = () => {
      const named = new URLSearchParams(location.hash.slice(1)).get('session');
      if (named !== null && named !== conversation.state().session) void conversation.open(named);
    };
    void conversation.listSessions();
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [conversation]);
  const [first, setFirst] = useState(true);
  useEffect(() => {
    if (first) return setFirst(false);
    history.replaceState(null, '', session === undefined ? location.pathname + location.search : `#session=${session}`);
  }, [session]);
}
