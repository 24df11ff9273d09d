export { FakeLangfuse, type FakeLangfuseOptions, type Mood, type ReceivedSpan } from './fake-langfuse.ts';
