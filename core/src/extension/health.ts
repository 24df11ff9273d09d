import { type ExtensionPoint, extensionPoint } from './point.ts';

/** How a part of the service is. */
export interface ComponentHealth {
  readonly component: string;
  readonly ok: boolean;
  /** For operators: never a secret, nor anybody's data. */
  readonly message: string;
}

/** A component that only its plugin knows the state of. */
export interface HealthSource {
  readonly component: string;
  /** Raises where the component is not well. Heeds the signal. */
  health(signal: AbortSignal): Promise<Omit<ComponentHealth, 'component'>>;
}

export const healthPoint: ExtensionPoint<HealthSource> = extensionPoint<HealthSource>('health', 'v1');
