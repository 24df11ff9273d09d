import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exceededSubject, shortageIn, subjectOf } from './admission.ts';

describe('What a quota limits', () => {
  for (const [resource, subject] of Object.entries({
    cpu: 'cpu',
    'requests.cpu': 'cpu',
    'limits.cpu': 'cpu',
    memory: 'memory',
    'limits.memory': 'memory',
    pods: 'pods',
    'count/pods': 'pods',
    services: 'services',
    'services.loadbalancers': 'services',
    'count/services': 'services',
    'requests.storage': 'storage',
    persistentvolumeclaims: 'storage',
    'gold.storageclass.storage.k8s.io/requests.storage': 'storage',
    'requests.ephemeral-storage': 'other',
    secrets: 'other',
    'requests.nvidia.com/gpu': 'other',
  })) {
    it(`with ${resource} is ${subject}`, () => assert.equal(subjectOf(resource), subject));
  }

  it('is the resource that goes over its limit, not the first that is named', () => {
    assert.equal(
      exceededSubject(
        'exceeded quota: q, requested: cpu=1,memory=2Gi, used: cpu=1,memory=3Gi, limited: cpu=4,memory=4Gi',
      ),
      'memory',
    );
  });

  it('is told where a pod says nothing of it', () => {
    assert.equal(
      exceededSubject('failed quota: q: must specify limits.cpu for: server; requests.cpu for: server'),
      'cpu',
    );
  });
});

describe('What a quota lacks, in words', () => {
  it('is not known where the message tells nothing', () => assert.equal(shortageIn('exceeded quota: q'), undefined));

  const cases: Readonly<Record<string, string>> = {
    'exceeded quota: q, requested: cpu=1,memory=2Gi, used: cpu=1,memory=3Gi, limited: cpu=4,memory=4Gi':
      'memory: 3Gi of 4Gi used, 2Gi more asked for',
    'exceeded quota: q, requested: pods=1, used: pods=10, limited: pods=10': 'pods: 10 of 10 used, 1 more asked for',
    'failed quota: q: must specify limits.cpu for: server': 'pods must specify limits.cpu',
  };
  for (const [message, words] of Object.entries(cases)) {
    it(`with "${message}"`, () => assert.equal(shortageIn(message), words));
  }
});
