import type { Question } from './question.ts';

const share = { unit: 'share', together: 'most' } as const;

/** What nodes use, by the metrics of node-exporter. Nodes are nobody's namespace and nobody's workload. */
export const nodeQuestions: readonly Question[] = [
  {
    ...share,
    id: 'node-cpu',
    title: 'CPU used of nodes',
    isRate: true,
    expressions: (_, { window }) => [
      `1 - avg by (node, instance) (rate(node_cpu_seconds_total{mode="idle"}${window}))`,
    ],
  },
  {
    id: 'retransmissions',
    title: 'TCP segments that nodes send again',
    unit: 'per second',
    isRate: true,
    together: 'sum',
    expressions: (_, { window }) => [`sum by (node, instance) (rate(node_netstat_Tcp_RetransSegs${window}))`],
  },
  {
    ...share,
    id: 'node-memory',
    title: 'memory used of nodes',
    isRate: false,
    expressions: () => [
      '1 - sum by (node, instance) (node_memory_MemAvailable_bytes) / sum by (node, instance) (node_memory_MemTotal_bytes)',
    ],
  },
  {
    ...share,
    id: 'node-disk',
    title: 'file systems of nodes, how full',
    isRate: false,
    expressions: () => {
      const disk = (metric: string) =>
        `max by (node, instance, mountpoint) (${metric}{fstype!~"tmpfs|overlay|squashfs|ramfs|iso9660"})`;
      return [`1 - ${disk('node_filesystem_avail_bytes')} / ${disk('node_filesystem_size_bytes')}`];
    },
  },
];
