export type { AlertReception } from './alert-desk.ts';
export type { InvestigationOutcome } from './body.ts';
export type { AlertReport } from './report.ts';
export { type AlertMapping, defaultInvestigationSettings, type InvestigationSettings } from './settings.ts';
export type { Investigation, InvestigationReport, InvestigationService, Recommendation } from './types.ts';
