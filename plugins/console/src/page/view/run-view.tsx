import { memo, useState } from 'react';
import type { Conversation } from '../conversation/conversation.ts';
import { isBusy, type ShownRun } from '../conversation/shown-run.ts';
import { shownFindings } from '../run/shown-findings.ts';
import { ApprovalCard } from './approval/approval-card.tsx';
import { DecidedLine } from './approval/decided-line.tsx';
import { Failure } from './failure.tsx';
import { EvidenceList } from './evidence/evidence-list.tsx';
import { Findings } from './findings.tsx';
import { Markdown } from './markdown.tsx';
import { PlanView } from './plan-view.tsx';
import { Question } from './question.tsx';
import { RunFoot } from './run-foot.tsx';
import { Timeline } from './timeline.tsx';
import { Progress } from './progress.tsx';
import { useIsOver } from './use-remaining.ts';

export interface RunViewProps {
  readonly shown: ShownRun;
  readonly isLast: boolean;
  readonly conversation: Conversation;
  readonly onAsk: (message: string) => void;
  readonly onPropose: (draft: string) => void;
}

/** One question and what became of it, in the order in which a person wants to know: the answer first, then what it stands on. */
export const RunView = memo(function RunView({ shown, isLast, conversation, onAsk, onPropose }: RunViewProps) {
  const { key, state, connection, failure } = shown;
  const { waiting, answers, error } = state;
  const isOver = useIsOver(waiting?.kind === 'approval' ? waiting.approval.bytes.expiresAt : undefined);
  const answer = answers.at(-1);
  // What was said after a decision stands below it.
  const before = answers.filter(({ decisions }) => decisions === 0).map(({ text }) => text);
  const later = answers.filter(({ decisions }) => decisions > 0).map(({ text }) => text);
  // Told before it stands there whole, in the place where it then stands.
  if (state.worded) (state.decided.length === 0 ? before : later).push(state.worded);
  const [opened, setOpened] = useState<string>();
  const prefix = `r${key}-`;
  const cite = (id: string) => {
    setOpened(id);
    requestAnimationFrame(() =>
      document.querySelector(`#${prefix}${CSS.escape(id)}`)?.scrollIntoView({ block: 'nearest' }),
    );
  };
  const decide = (decision: 'approve' | 'reject', reason?: string) => {
    conversation.decide(key, decision, reason);
    // The card goes away: who was in it is told how it goes on.
    document.querySelector<HTMLElement>(`#${prefix}run .progress`)?.focus();
  };
  const askAgain = () => {
    conversation.askAgain(key);
    document.querySelector<HTMLElement>('#question')?.focus();
  };
  return (
    <article id={`${prefix}run`} aria-busy={isBusy(shown)}>
      <h2 className="asked">{state.question}</h2>
      <Progress shown={shown} isOver={isOver} />
      <PlanView state={state} isOver={isOver} />
      {before.map((text, index) => (
        <section key={index} className="answer" aria-label="Answer">
          <Markdown text={text} evidence={state.evidence} onCite={cite} />
        </section>
      ))}
      {waiting?.kind === 'approval' ? (
        <ApprovalCard
          approval={waiting.approval}
          busy={connection !== 'idle'}
          failure={failure}
          onDecide={decide}
          onAskAgain={() => onAsk(state.question)}
        />
      ) : null}
      {state.decided.map((each) => (
        <DecidedLine key={each.approval.id} decided={each} subject={state.subject} />
      ))}
      {later.map((text, index) => (
        <section key={index} className="answer" aria-label="Answer after the decision">
          <Markdown text={text} evidence={state.evidence} onCite={cite} />
        </section>
      ))}
      {waiting?.kind === 'input' ? (
        <Question
          waiting={waiting}
          busy={connection !== 'idle'}
          onChoose={(value) => void conversation.answer(key, value)}
        />
      ) : null}
      {waiting?.kind === 'reauthentication' && connection === 'idle' ? (
        <section className="card warning" aria-label="Waiting for you">
          <p>
            {waiting.reason === 'token-expired'
              ? 'Your sign-in expired while this was looked into. Everything found so far is kept.'
              : 'Your permissions have changed while this was looked into. Everything found so far is kept.'}
          </p>
          <button type="button" className="main" onClick={() => conversation.resume(key)}>
            Go on
          </button>
        </section>
      ) : null}
      <Failure
        failure={waiting?.kind === 'approval' ? undefined : failure}
        againWords="Ask again"
        onAgain={state.run === undefined ? askAgain : undefined}
      />
      <Failure failure={error} />
      <Findings
        findings={shownFindings(state)}
        said={[...before, ...later].join('\n')}
        onCite={cite}
        onPropose={onPropose}
      />
      <Timeline moments={state.moments} onCite={cite} />
      <EvidenceList evidence={state.evidence} prefix={prefix} opened={opened} />
      <RunFoot state={state} onRate={(score, comment) => conversation.rate(key, score, comment)} />
      {isLast && answer !== undefined && answer.suggestions.length > 0 && waiting === undefined ? (
        <ul className="suggestions" aria-label="You could ask next">
          {answer.suggestions.map((text) => (
            <li key={text}>
              <button type="button" onClick={() => onAsk(text)}>
                {text}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
});
