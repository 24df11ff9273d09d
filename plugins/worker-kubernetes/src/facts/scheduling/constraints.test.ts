import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { node } from '../../cluster/testing/index.ts';
import { nodeAffinityInWords, nodeSelectorInWords, taintsInWords } from './constraints.ts';

describe('What a pod asks of its node, in words', () => {
  it('is the labels of its selector', () => {
    assert.equal(nodeSelectorInWords({ nodeSelector: { disk: 'ssd', zone: 'a' } }), 'disk=ssd, zone=a');
    assert.equal(nodeSelectorInWords({}), '');
  });

  it('is every term of the affinity that it requires', () => {
    const nodeSelectorTerms = [
      {
        matchExpressions: [
          { key: 'disk', operator: 'In', values: ['ssd', 'nvme'] },
          { key: 'zone', operator: 'Exists' },
        ],
      },
      { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] },
    ];
    assert.equal(
      nodeAffinityInWords({
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
      }),
      'disk In (ssd, nvme) and zone Exists or metadata.name In (a)',
    );
    assert.equal(nodeAffinityInWords({}), '');
  });

  it('is cut where it is too long for a sentence', () => {
    assert.equal(nodeSelectorInWords({ nodeSelector: { label: 'x'.repeat(1000) } }).length, 200);
  });
});

describe('Taints, in words', () => {
  const tainted = (name: string, ...taints: object[]) => node(name, { spec: { taints } });
  const control = tainted('control', { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' });
  const gpu = tainted(
    'gpu',
    { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
    { key: 'maintenance', effect: 'NoExecute' },
    { key: 'slow', effect: 'PreferNoSchedule' },
  );

  it('are those that are not tolerated, once each, of nodes for ordinary pods', () => {
    assert.equal(taintsInWords({}, [control, gpu, gpu], ''), 'dedicated=gpu:NoSchedule, maintenance:NoExecute');
    const tolerations = [{ key: 'maintenance', operator: 'Exists' }];
    assert.equal(taintsInWords({ tolerations }, [gpu], ''), 'dedicated=gpu:NoSchedule');
  });

  it('of the control plane count where there is no other node', () => {
    assert.equal(taintsInWords({}, [control], ''), 'node-role.kubernetes.io/control-plane:NoSchedule');
  });

  it("are read from the scheduler's message where there are no nodes", () => {
    assert.equal(
      taintsInWords(
        {},
        [],
        '0/2 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 1 node(s) had untolerated taint(s) {a: }.',
      ),
      'dedicated=gpu, a',
    );
  });
});
