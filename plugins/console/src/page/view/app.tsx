import { type Dispatch, type SetStateAction, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Conversation } from '../conversation/conversation.ts';
import { isBusy } from '../conversation/shown-run.ts';
import { type Decisions, isSettled } from '../decisions/decisions.ts';
import { chosenWorkspace, told } from '../told.ts';
import { WaitingDecisions } from './approval/waiting-decisions.tsx';
import { Bar } from './bar.tsx';
import { Composer } from './composer.tsx';
import { Empty } from './empty.tsx';
import { Failure } from './failure.tsx';
import { Fallible } from './fallible.tsx';
import { RunView } from './run-view.tsx';
import { Sessions } from './sessions.tsx';
import { LlmSettings } from './settings/llm-settings.tsx';
import { SignIn } from './sign-in.tsx';
import { useLooking } from './use-looking.ts';
import { useScrolling } from './use-scrolling.ts';

export interface AppProps {
  readonly conversation: Conversation;
  readonly decisions: Decisions;
}

export function App({ conversation, decisions }: AppProps) {
  const { session, opening, runs, failure, again, signedOut } = useSyncExternalStore(
    conversation.subscribe,
    conversation.state,
  );
  const list = useSyncExternalStore(conversation.sessions.subscribe, conversation.sessions.state);
  const waiting = useSyncExternalStore(decisions.subscribe, decisions.state).filter(
    ({ isOwn, approval, run }) => !isOwn || (!approval.fourEyes && !runs.some(({ state }) => state.run === run)),
  );
  const [deciding, setDeciding] = useState(false);
  const [draft, setDraft] = useDraft();
  const [listed, setListed] = useState(false);
  const [settings, setSettings] = useState(false);
  const last = runs.at(-1);
  const workspace = chosenWorkspace ?? last?.state.workspace ?? list.caller?.workspace;
  /** The run whose question the person does not want to answer. */
  const [left, setLeft] = useState<number>();
  const answering = last?.state.waiting?.kind === 'input' && last.key !== left ? last : undefined;
  const busy = last !== undefined && isBusy(last);
  useScrolling(last?.key, last?.state.sequence);
  useSessionInAddress(conversation, session);
  useLooking(
    useCallback(() => void decisions.look(), [decisions]),
    60_000,
  );
  // Asks nothing where no run waits.
  useLooking(
    useCallback(() => void conversation.look(), [conversation]),
    10_000,
  );

  const show = (conversationPart: () => void) => {
    // The list goes away, and with it what was pressed in it.
    if (listed) requestAnimationFrame(() => document.querySelector('main')?.focus());
    setListed(false);
    setDeciding(false);
    conversationPart();
  };
  const ask = (message: string) => {
    setDraft('');
    setDeciding(false);
    conversation.ask(message);
  };
  const answer = async (run: number, message: string) => {
    setDraft('');
    // What was not taken is not lost, whatever has been written since.
    if (!(await conversation.answer(run, message))) setDraft((since) => (since === '' ? message : since));
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
      <Bar
        workspace={workspace}
        subject={last?.state.subject ?? list.caller?.subject}
        waiting={waiting.filter((each) => !isSettled(each)).length}
        isListed={listed}
        onList={() => setListed(!listed)}
        onWaiting={() => {
          setListed(false);
          setDeciding(true);
        }}
        onSettings={told.settings === undefined || workspace === undefined ? undefined : () => setSettings(true)}
      />
      <Sessions
        list={list}
        current={session}
        shown={listed}
        onOpen={(id) => show(() => void conversation.open(id))}
        onNew={() => show(() => conversation.begin())}
        onAskAgain={() => void conversation.sessions.ask()}
        onRemove={(id) => void conversation.removeSession(id)}
      />
      <main tabIndex={-1}>
        <Failure failure={failure} onAgain={again} />
        {deciding ? (
          <WaitingDecisions
            waiting={waiting}
            decisions={decisions}
            onOpenRun={(run) => show(() => void conversation.openRun(run))}
            onClose={() => setDeciding(false)}
          />
        ) : (
          <>
            {opening ? (
              <p className="muted" role="status">
                Opening the conversation…
              </p>
            ) : null}
            {runs.length === 0 && !opening ? (
              <Empty questions={told.questions} workspace={workspace} onAsk={ask} />
            ) : null}
            {runs.map((shown) => (
              <Fallible key={shown.key} otherwise={<Failure failure={unshowable} />}>
                <RunView
                  shown={shown}
                  isLast={shown === last}
                  conversation={conversation}
                  onAsk={ask}
                  onPropose={propose}
                />
              </Fallible>
            ))}
          </>
        )}
      </main>
      <div className="foot">
        {signedOut ? <SignIn path={told.signIn} onSignedIn={() => conversation.signedIn()} /> : null}
        <Composer
          draft={draft}
          onDraft={setDraft}
          busy={busy}
          answers={answering?.state.waiting?.kind === 'input' ? answering.state.waiting.question : undefined}
          onLeave={() => setLeft(answering?.key)}
          onAsk={(message) => (answering === undefined ? ask(message) : void answer(answering.key, message))}
          onCancel={() => last !== undefined && conversation.cancel(last.key)}
        />
      </div>
      {settings && told.settings !== undefined && workspace !== undefined ? (
        <LlmSettings path={told.settings} workspace={workspace} onClose={() => setSettings(false)} />
      ) : null}
    </div>
  );
}

const unshowable = { message: 'This answer cannot be shown.', nextStep: 'Reload the page: nothing is lost.' };

/** What is being written outlives the page, in this tab. */
function useDraft(): readonly [string, Dispatch<SetStateAction<string>>] {
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
    void conversation.sessions.ask();
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
