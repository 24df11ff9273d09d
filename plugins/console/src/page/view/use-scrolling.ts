import { useEffect, useRef } from 'react';

/** A new question is brought into sight; what comes then moves nothing that a person reads, unless they look at the end. */
export function useScrolling(question: number | undefined, sequence: number | undefined): void {
  const seen = useRef(question);
  useEffect(() => {
    if (question === seen.current) return;
    seen.current = question;
    document.querySelector('article:last-of-type')?.scrollIntoView({ block: 'start' });
  }, [question, sequence]);
}
