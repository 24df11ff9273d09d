import type { Clock } from '../clock.ts';
import type { ReleaseEngine } from '../helm/release-engine.ts';
import { Problem } from '../problem.ts';
import type { Effect } from './effect.ts';
import { applySecurityPolicy } from './effects/apply-security-policy.ts';
import { resizeClaim } from './effects/resize-claim.ts';
import { restartDeployment } from './effects/restart-deployment.ts';
import { restartVcluster } from './effects/restart-vcluster.ts';
import { rollBackDeployment } from './effects/roll-back-deployment.ts';
import { rollBackRelease } from './effects/roll-back-release.ts';
import { scale } from './effects/scale.ts';
import { setImage } from './effects/set-image.ts';
import { setServiceSelector } from './effects/set-service-selector.ts';
import { uncordonNode } from './effects/uncordon-node.ts';
import { upgradeRelease } from './effects/upgrade-release.ts';

export interface CatalogedOperation {
  /** The operation's own name, whatever name it was called by. */
  readonly name: string;
  readonly effect: Effect;
  /** It can be tried without being done. */
  readonly canBeDry: boolean;
}

const dryOperations: ReadonlySet<string> = new Set([
  'restart_deployment',
  'roll_back_release',
  'scale',
  'upgrade_release',
]);

/** Other names that callers know an operation by. */
const aliases: Readonly<Record<string, string>> = {
  restart: 'restart_deployment',
  scale_deployment: 'scale',
  scale_resources: 'scale',
};

/** The operations that can be asked for by name. */
export class OperationCatalog {
  readonly #effects: ReadonlyMap<string, Effect>;

  /** Releases cannot be changed where there is no engine. */
  constructor(clock: Clock, releases?: ReleaseEngine) {
    this.#effects = new Map([
      ['apply_security_policy', applySecurityPolicy],
      ['resize_claim', resizeClaim],
      ['restart_deployment', restartDeployment(clock)],
      ['restart_vcluster', restartVcluster],
      ['roll_back_deployment', rollBackDeployment],
      ['roll_back_release', rollBackRelease(releases)],
      ['scale', scale],
      ['set_image', setImage],
      ['set_service_selector', setServiceSelector],
      ['uncordon_node', uncordonNode],
      ['upgrade_release', upgradeRelease(releases)],
    ]);
  }

  /** Raises 501 for an operation that does not exist, naming those that do. */
  find(called: string): CatalogedOperation {
    const name = aliases[called] ?? called;
    const effect = this.#effects.get(name);
    if (effect === undefined) {
      const known = [...this.#effects.keys(), ...Object.keys(aliases)].toSorted().join(', ');
      throw new Problem(501, `there is no operation ${called}; there are ${known}`);
    }
    return { name, effect, canBeDry: dryOperations.has(name) };
  }
}
