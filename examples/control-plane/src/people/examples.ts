import type { User, Workspace } from './people.ts';

export const exampleWorkspaces: readonly Workspace[] = [
  { id: 'shop', name: 'Shop', organization: 'acme', environment: 'production', namespaces: ['shop'] },
  { id: 'lab', name: 'Lab', organization: 'acme', environment: 'development', namespaces: ['lab'] },
];

export const exampleUsers: readonly User[] = [
  {
    id: 'alice',
    name: 'Alice',
    organizations: ['acme'],
    memberships: [{ workspace: 'shop', role: 'workspace-admin' }],
  },
  {
    id: 'bob',
    name: 'Bob',
    organizations: ['acme'],
    memberships: [{ workspace: 'shop', role: 'workspace-viewer' }],
  },
  {
    id: 'carol',
    name: 'Carol',
    organizations: ['acme'],
    memberships: [{ workspace: 'lab', role: 'workspace-admin' }],
  },
  { id: 'dave', name: 'Dave', organizations: ['acme'], memberships: [] },
  {
    id: 'erin',
    name: 'Erin',
    organizations: ['acme'],
    memberships: [{ workspace: 'shop', role: 'workspace-admin' }],
  },
];
