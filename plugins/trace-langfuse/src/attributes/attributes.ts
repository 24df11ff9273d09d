import type { Attributes } from '@opentelemetry/api';
import type { ContentSettings } from '../content.ts';
import type { Observation, Trace } from '../trace/observation.ts';

export interface AttributeSettings extends ContentSettings {
  /** Of the service: `production`. */
  readonly environment: string;
}

/** By which names a destination knows what a trace tells. */
export interface Naming {
  spanName(observation: Observation): string;
  attributes(observation: Observation, trace: Trace, settings: AttributeSettings): Attributes;
}
