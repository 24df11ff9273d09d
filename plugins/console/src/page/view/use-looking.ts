import { useEffect } from 'react';

/** Does this now, whenever the page is come back to, and every so many milliseconds while somebody looks at it. */
export function useLooking(look: () => void, interval: number): void {
  useEffect(() => {
    const lookIfSeen = () => {
      if (document.visibilityState === 'visible') look();
    };
    lookIfSeen();
    const timer = setInterval(lookIfSeen, interval);
    window.addEventListener('focus', lookIfSeen);
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', lookIfSeen);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [look, interval]);
}
