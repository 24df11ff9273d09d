import { fileURLToPath } from 'node:url';
import { createControlPlane } from '@hexaops/example-control-plane';
import { nameOf, personsPerWorkspace, workspaceOf } from '../population.ts';
import { answerParent } from '../processes/answer-parent.ts';

interface Given {
  readonly persons: number;
}

interface TokensWanted {
  readonly count: number;
  /** The first of them; the others follow in turn. */
  readonly from: number;
  readonly lifetimeSeconds: number;
}

const incident = new URL('../../../../examples/control-plane/incident', import.meta.url);
const { persons } = JSON.parse(process.argv[2] ?? '') as Given;
const workspaces = Array.from({ length: Math.ceil(persons / personsPerWorkspace) }, (_, index) => ({
  id: `workspace-${index}`,
  name: `workspace-${index}`,
  organization: 'acme',
  environment: 'production',
  namespaces: ['shop'],
}));
const controlPlane = await createControlPlane({
  cluster: { kind: 'recorded', directory: fileURLToPath(incident), asOf: Date.now() },
  workspaces,
  users: Array.from({ length: persons }, (_, index) => ({
    id: nameOf(index),
    name: nameOf(index),
    organizations: ['acme'],
    memberships: [{ workspace: workspaceOf(index), role: 'workspace-admin' }],
  })),
});
let minted = 0;

answerParent({
  url: () => controlPlane.url,
  /** Tokens that all differ, of the persons in turn. */
  tokens: async ({ count, from, lifetimeSeconds }: TokensWanted) => {
    const tokens: Promise<string>[] = [];
    for (let index = 0; index < count; index++) {
      const user = nameOf((from + index) % persons);
      minted += 1;
      tokens.push(controlPlane.makeToken({ user, lifetimeSeconds, claims: { jti: `${minted}` } }));
    }
    return Promise.all(tokens);
  },
});
