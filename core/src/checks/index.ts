export { type ClockReading, requireClocksAgree } from './clock.ts';
export { listedModels } from './listed-models.ts';
export { modelsCheck } from './models.ts';
export { type Reached, reach } from './reach.ts';
