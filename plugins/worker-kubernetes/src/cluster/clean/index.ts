export { cleanObject } from './clean.ts';
export { isSecretName, masked } from './mask.ts';
