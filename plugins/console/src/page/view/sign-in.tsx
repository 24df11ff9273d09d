import { useEffect } from 'react';

/** Signing in happens on the control plane's own page, in another tab: this one keeps what was written and what is under way. */
export function SignIn({ path, onSignedIn }: { readonly path: string | undefined; readonly onSignedIn: () => void }) {
  useEffect(() => {
    const onShown = () => document.visibilityState === 'visible' && onSignedIn();
    document.addEventListener('visibilitychange', onShown);
    return () => document.removeEventListener('visibilitychange', onShown);
  }, [onSignedIn]);
  return (
    <section className="sign-in" role="alert" aria-label="Sign in again">
      <p>
        <strong>You are signed out.</strong> What you have written and what is being looked into are kept; it goes on
        where it stopped.
      </p>
      <div className="row">
        {path === undefined ? null : (
          <a className="button main" href={path} target="_blank" rel="noopener noreferrer">
            Sign in
          </a>
        )}
        <button type="button" onClick={onSignedIn}>
          I have signed in
        </button>
      </div>
    </section>
  );
}
