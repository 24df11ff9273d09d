export { FakeOllama, type Received } from './fake/fake-ollama.ts';
export type { Trouble } from './fake/generate.ts';
export type { FakeModel, FakeSettings } from './fake/settings.ts';
