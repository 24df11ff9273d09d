import { defaultAdmissionLimits, type AdmissionLimits } from './admission/limits.ts';

/** What one client may ask of the HTTP layer. Times in milliseconds, sizes in bytes. */
export interface HttpLimits extends AdmissionLimits {
  readonly bodyBytes: number;
  readonly messageBytes: number;
  /** Levels of arrays and objects in a body. */
  readonly jsonDepth: number;
  readonly headerBytes: number;
  /** Open at the same time; more are closed at once. */
  readonly connections: number;
  /** Until the headers of a request have come. */
  readonly headersMilliseconds: number;
  /** Until a whole request has come; its answer may take as long as it needs. */
  readonly requestMilliseconds: number;
  readonly keepAliveMilliseconds: number;
  /** Silence of an event stream, after which a comment is sent. */
  readonly heartbeatMilliseconds: number;
  /** How long a reader of a stream may leave a full buffer untouched before the stream is ended. */
  readonly stallMilliseconds: number;
  /** Bytes that wait for one reader of a stream, beside the one event that is being written. */
  readonly streamBytes: number;
}

export const defaultHttpLimits: HttpLimits = Object.freeze({
  bodyBytes: 1_048_576,
  messageBytes: 16_384,
  jsonDepth: 32,
  headerBytes: 16_384,
  connections: 20_000,
  headersMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  keepAliveMilliseconds: 5_000,
  heartbeatMilliseconds: 15_000,
  stallMilliseconds: 20_000,
  streamBytes: 16_384,
  ...defaultAdmissionLimits,
});
