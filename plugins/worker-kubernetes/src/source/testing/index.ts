export { type FakeKubernetes, fakeKubernetes } from './fake-kubernetes.ts';
