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
    const entries = users.map(({ id, name, memberships }) => {
      const roles = memberships.map(({ workspace, role }) => `${role} of ${workspace}`).join(', ');
      return `<li><a href="/sign-in/${encodeURIComponent(id)}?stay">${name}</a> <small>${roles}</small></li>`;
    });
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
    context.body = document(
      'Signed in',
      `<p>You are signed in as ${user.name}. Go back to the tab of the console, or <a href="/sign-in/${encodeURIComponent(user.id)}">open it here</a>.</p>`,
    );
  });

  router.get('/sign-out', (context) => {
    context.set('set-cookie', sessionCookie(undefined));
    context.redirect('/sign-in');
  });
}

const style =
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}' +
  'body{max-width:30rem;margin:15vh auto;padding:0 1rem;color:light-dark(#172023,#e7ebeb);background:light-dark(#f7f8f8,#131617)}' +
  'h1{font-size:1.5rem}ul{padding:0;list-style:none}li{padding:.5rem 0;border-bottom:1px solid light-dark(#dfe4e4,#2f3638)}' +
  'a{color:light-dark(#0f766e,#4fd1c0);font-weight:600}small{margin-left:.5rem;color:light-dark(#566166,#9eaaae)}';

/** Names are the demonstration's own. */
function document(title: string, content: string): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style>`;
  return `<!doctype html><html lang="en">${head}<h1>${title}</h1>${content}</html>`;
}
