import type { FieldChange } from '../compare/index.ts';

/** Fields that can bring a symptom about; of others a symptom says nothing. */
const fieldsOf: Readonly<Record<string, RegExp>> = {
  ImagePullBackOff: /\.image$|imagePullSecrets/,
  ErrImagePull: /\.image$|imagePullSecrets/,
  InvalidImageName: /\.image$/,
  CreateContainerConfigError: /\.env|envFrom|volume|securityContext|^data/,
  CrashLoopBackOff:
    /\.(image|command|args|env|envFrom)|volume|livenessProbe|startupProbe|securityContext|resources|^data/,
  Error: /\.(image|command|args|env|envFrom)|volume|^data/,
  RunContainerError: /\.(command|args|image)|volumeMounts|securityContext/,
  OOMKilled: /resources|\.(args|command|env|image)/,
  NotReady: /readinessProbe|startupProbe|\.(image|ports|args|command|env)|^data/,
  Unschedulable: /resources|nodeSelector|affinity|tolerations|topologySpread|volume|replicas|schedulerName|hostPort/,
  ProgressDeadlineExceeded: /template|^data/,
};

/** Changes that fit what is seen; all of them where none does. */
export function fittingSymptom(
  changes: readonly FieldChange[],
  symptom: string | undefined,
): { readonly fitting: readonly FieldChange[]; readonly fits: boolean } {
  const pattern = symptom === undefined ? undefined : fieldsOf[symptom];
  const fitting = pattern === undefined ? [] : changes.filter(({ path }) => pattern.test(path));
  return fitting.length > 0 ? { fitting, fits: true } : { fitting: changes, fits: false };
}
