export { levelChanges, type LevelChange } from './level-changes.ts';
export { levelDifference, type LevelDifference } from './level-difference.ts';
export { measured } from './measured.ts';
export { outlineOf, sparkline, type SeriesOutline } from './outline.ts';
export { forecastOf, growthOf, trendOf, type Forecast, type Trend } from './trend.ts';
