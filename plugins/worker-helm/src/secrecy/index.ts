export { Secrecy } from './secrecy.ts';
export { isSecretKey } from './secret-keys.ts';
