import type { Router } from '@koa/router';
import type { Directory } from '../people/directory.ts';
import { sessionCookie } from '../people/session-cookie.ts';
import type { User } from '../people/people.ts';
import { Problem } from '../problem.ts';

/**
 * Signing in, for a browser: whoever opens the page of a user is that user. `?stay` is for who has been signed in before and
 * goes back to another tab; else the console is next.
 */
export function addSignIn(router: Router, directory: Directory, users: readonly User[]): void {
  router.get('/sign-in', (context) => {
    context.type = 'html';
    const entries = users.map(
      ({ id, name }) => `<li><a href="/sign-in/${encodeURIComponent(id)}?stay">${name}</a></li>`,
    );
    context.body = document('Sign in', `<ul>${entries.join('')}</ul>`);
  });

  router.get('/sign-in/:user', (context) => {
    const user = directory.user(String(context.params['user']));
    if (user === undefined) throw new Problem(404, 'there is no such user');
    context.set('set-cookie', sessionCookie(user.id));
    if (context.query['stay'] === undefined) {
      const [first] = user.memberships;
      context.redirect(`/console/${first === undefined ? '' : `?workspace=${encodeURIComponent(first.workspace)}`}`);
      return;
    }
    context.type = 'html';
    context.body = document('Signed in', `<p>You are signed in as ${user.name}. Go back to the console.</p>`);
  });

  router.get('/sign-out', (context) => {
    context.set('set-cookie', sessionCookie(undefined));
    context.redirect('/sign-in');
  });
}

/** Names are the demonstration's own. */
function document(title: string, content: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>`;
}
