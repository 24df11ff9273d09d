import { HexaopsError } from '@hexaops/core';

export type AnalysisType = 'anomaly' | 'performance' | 'security' | 'capacity';

/** The question that each analysis stands for, in words that the rules of the Kubernetes worker know. */
export const analysisSentences = {
  anomaly: 'what is wrong?',
  performance: 'why is everything slow?',
  // No rule answers this yet: the reply says so, and what can be asked.
  security: 'are there security problems?',
  capacity: 'show resource usage',
} as const satisfies Record<AnalysisType, string>;

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
      throw new HexaopsError('not-implemented', 'the action "optimize" is not there yet', {
        nextStep: 'use "scale" with "replicas", or ask on /v1/chat',
      });
  }
}
