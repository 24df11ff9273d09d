import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causesOf } from '@hexaops/core/diagnosis';
import { service } from '../cluster/testing/index.ts';
import { ownCauses } from './own-causes.ts';
import { loadDiagnoseRuleSets } from './rules.ts';
import { application, findingsIn } from './testing/scene.ts';

const sets = await loadDiagnoseRuleSets(AbortSignal.timeout(10_000));

describe('Causes that are never symptoms', () => {
  it('are causes that the rules know', () => {
    const known = new Set(sets.flatMap((set) => [...causesOf(set).keys()]));
    assert.deepEqual(
      [...ownCauses].filter((cause) => !known.has(cause)),
      [],
    );
  });

  it('hold a wrong address of a caller, whatever else is wrong with the service that it calls', () => {
    const env = [{ name: 'CART_ADDR', value: 'cart:9999' }];
    const caller = application('web', { container: { name: 'server', image: 'registry.example/web:1', env } });
    const broken = service('shop/cart', {
      spec: { selector: { app: 'carts' }, ports: [{ port: 8080, targetPort: 8080, protocol: 'TCP' }] },
    });
    const findings = findingsIn([...caller, ...application('cart', { served: false }), broken]);
    const [first] = findings;
    const address = findings.find(({ cause }) => cause === 'service-address-mismatch');
    assert.equal(first?.cause, 'service-selector-mismatch');
    assert.ok(address !== undefined && address.symptomOf === undefined);
  });
});
