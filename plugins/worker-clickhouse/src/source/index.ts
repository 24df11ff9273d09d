export { type Answer, ClickHouse, type Row } from './click-house.ts';
export { type Configuration, type Settings, settingsOf } from '../configuration.ts';
