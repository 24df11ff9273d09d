import type { Phrasing } from './phrasing.ts';

function storage(text: string, rule: string, tool: string, values: Readonly<Record<string, unknown>> = {}): Phrasing {
  return { text, rule, outcome: { tool, arguments: values } };
}

const postgres = { namespace: 'shop', kind: 'StatefulSet', name: 'postgres' };
const claim = { namespace: 'shop', claim: 'data-postgres-0' };

/** Claims, volumes and backups. */
export const storagePhrasings: readonly Phrasing[] = [
  storage('which volumes are nearly full?', 'route.volumes-nearly-full', 'list-claims', { nearlyFull: true }),
  storage('are there any disks running out of space?', 'route.volumes-nearly-full', 'list-claims', {
    nearlyFull: true,
  }),
  storage('is any volume almost full', 'route.volumes-nearly-full', 'list-claims', { nearlyFull: true }),
  storage('how full are our disks?', 'route.how-full', 'list-claims'),
  storage('How much disk space is left?', 'route.how-full', 'list-claims'),
  storage('when will the postgres volume be full?', 'route.volume-forecast', 'forecast-volumes', postgres),
  storage('when will the volume of postgres fill up?', 'route.volume-forecast', 'forecast-volumes', postgres),
  storage('when will data-postgres-0 be full', 'route.volume-forecast', 'forecast-volumes', {
    namespace: 'shop',
    kind: 'PersistentVolumeClaim',
    name: 'data-postgres-0',
  }),
  storage('when will the volumes be full?', 'route.volumes-forecast', 'forecast-volumes'),
  storage('which disk will be full first?', 'route.volumes-forecast', 'forecast-volumes'),
  storage('why is claim data-postgres-0 pending?', 'route.claim-pending', 'diagnose-storage', claim),
  storage('why is pvc data-postgres-0 pending?', 'route.claim-pending', 'diagnose-storage', claim),
  storage("why isn't the data-postgres-0 pvc bound?", 'route.claim-pending', 'diagnose-storage', claim),
  storage("what's wrong with our storage?", 'route.storage-diagnosis', 'diagnose-storage'),
  storage('check the volumes', 'route.storage-diagnosis', 'diagnose-storage'),
  storage('which volumes are not used?', 'route.unused-storage', 'list-unused-storage'),
  storage('are there orphaned volumes?', 'route.unused-storage', 'list-unused-storage'),
  storage('show me claims that nobody uses', 'route.unused-storage', 'list-unused-storage'),
  storage('which snapshots are there?', 'route.snapshots', 'list-snapshots'),
  storage('when was the last backup?', 'route.last-backup', 'read-backups'),
  storage('are our backups ok?', 'route.last-backup', 'read-backups'),
  storage('when was the last backup of postgres?', 'route.last-backup-of', 'read-backups', { application: 'postgres' }),
  storage('when was shop last backed up', 'route.last-backup-of', 'read-backups', { application: 'shop' }),
  storage('resize data-postgres-0 to 20Gi', 'route.resize-claim', 'resize-claim', {
    namespace: 'shop',
    name: 'data-postgres-0',
    size: '20Gi',
  }),
  storage('Please enlarge the claim data-postgres-0 to 100Gi.', 'route.resize-claim', 'resize-claim', {
    namespace: 'shop',
    name: 'data-postgres-0',
    size: '100Gi',
  }),
  {
    text: 'resize postgres to 20Gi',
    rule: 'route.resize-claim',
    outcome: { question: /no "postgres"/, choices: ['PersistentVolumeClaim shop/data-postgres-0'] },
  },
  {
    text: 'enlarge the claim data-postgres-0',
    rule: 'route.resize-claim-in-other-words',
    outcome: { question: /To which size/, choices: [] },
  },
  {
    text: 'shrink the claim data-postgres-0 to 1Gi',
    rule: 'route.shrink-claim',
    outcome: { answer: /never shrinks/ },
  },
  storage('back up shop', 'route.back-up', 'back-up-application', { application: 'shop' }),
  storage('please back up postgres now', 'route.back-up', 'back-up-application', { application: 'postgres' }),
  storage('make a backup of payment', 'route.back-up', 'back-up-application', { application: 'payment' }),
  {
    text: 'restore postgres from the last backup',
    rule: 'route.restore',
    outcome: { answer: /restore nothing/ },
  },
];
