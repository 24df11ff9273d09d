import { owaspAgentic } from './owasp-agentic-2026.ts';
import { owaspLlm } from './owasp-llm-2025.ts';
import type { Table } from './row.ts';
import { threats } from './threats.ts';

export type { NamedTest, Row, Table } from './row.ts';

/** Everything that `npm run test:security` and docs/threats.md tell. */
export const tables: readonly Table[] = [threats, owaspLlm, owaspAgentic];
