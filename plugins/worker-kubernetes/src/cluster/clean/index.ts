export { cleanObject } from './clean.ts';
