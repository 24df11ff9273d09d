export { type FakeKubernetes, fakeKubernetes, type FakeKubernetesOptions } from './fake-kubernetes.ts';
