import { isJsonObject } from '../json.ts';
import type { Directory } from '../people/directory.ts';
import type { User, Workspace } from '../people/people.ts';
import { Problem } from '../problem.ts';

/** The workspace that a person's request is scoped to: the one asked for when the person may read it, or the first such. */
export function chooseWorkspace(user: User, asked: string | undefined, directory: Directory): Workspace {
  if (asked !== undefined) return directory.authorize(user.id, asked, 'read');
  const first = user.memberships.find(({ workspace }) => directory.may(user.id, workspace, 'read'));
  if (first === undefined) throw new Problem(403, `${user.id} belongs to no workspace`);
  return directory.authorize(user.id, first.workspace, 'read');
}

/** `context.workspace_id` of a JSON body, as the web client sends it. Undefined for a body that is anything else. */
export function workspaceInBody(body: Buffer): string | undefined {
  if (body.length === 0) return undefined;
  try {
    const content: unknown = JSON.parse(body.toString('utf8'));
    const context = isJsonObject(content) ? content['context'] : undefined;
    const workspace = isJsonObject(context) ? context['workspace_id'] : undefined;
    return typeof workspace === 'string' ? workspace : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
