import { useEffect, useState } from 'react';

/** Milliseconds until then, counted down by the second. */
export function useRemaining(until: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((until - now) / 1_000) * 1_000);
}

/** Whether that time has come; where there is none it never does. */
export function useIsOver(time: number | undefined): boolean {
  const isPast = () => time !== undefined && time - Date.now() < 1_000;
  const [, setNow] = useState(0);
  const isOver = isPast();
  useEffect(() => {
    if (time === undefined || isOver) return;
    const timer = setInterval(() => isPast() && setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [time, isOver]);
  return isOver;
}
