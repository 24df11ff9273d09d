import type { Check } from '@hexaops/core';
import type { ClickHouse } from './click-house.ts';

/** Whether ClickHouse answers this account. It reads nobody's rows. */
export function clickHouseCheck(clickHouse: ClickHouse): Check {
  return {
    name: 'logs',
    async check(signal) {
      const { rows } = await clickHouse.ask({ text: 'SELECT version() AS version', parameters: {} }, 1_000, signal);
      return { message: `ClickHouse ${String(rows[0]?.['version'] ?? '')} answers` };
    },
  };
}
