export * from './bundle.ts';
export * from './objects.ts';
export * from './snapshot.ts';
