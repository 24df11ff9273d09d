import { HexaopsError } from '@hexaops/core';
import { type Analysis, optimizationQuestion } from '../../service/analyses.ts';

/** What each type of the path is called in the question that it stands for. */
export const analysisOf = {
  anomaly: 'anomalies',
  performance: 'performance',
  security: 'security',
  capacity: 'capacity',
} as const satisfies Record<string, Analysis>;

export interface RemediationAction {
  readonly action: 'restart' | 'scale' | 'heal' | 'optimize';
  /** A Kubernetes name, already validated: it cannot carry words of its own into the sentence. */
  readonly target: string;
  readonly replicas?: number | undefined;
}

/** The sentence by which a person would ask for the action. */
export function sentenceOfAction({ action, target, replicas }: RemediationAction): string {
  if (action === 'scale' && replicas === undefined) {
    throw new HexaopsError('input-invalid', 'the action "scale" does not say to how many replicas', {
      nextStep: 'add "replicas": a whole number',
    });
  }
  switch (action) {
    case 'restart':
      return `restart ${target}`;
    case 'scale':
      return `scale ${target} to ${replicas}`;
    case 'heal':
      return `what is wrong with ${target}?`;
    case 'optimize':
      return `${optimizationQuestion(target)}?`;
  }
}
