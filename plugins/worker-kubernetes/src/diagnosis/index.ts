export { diagnose, type DiagnosedFinding, type Diagnosis, type DiagnoseOptions } from './diagnose.ts';
export { loadDiagnoseRules, loadDiagnoseRuleSets } from './rules.ts';
export { diagnoseBundle } from './diagnose-bundle.ts';
