import { type Check, HexaopsError, type HealthSource, messageOf } from '@hexaops/core';

/** Whether the table is there for this account, with the columns that records need. */
export function tableCheck(source: HealthSource): Check {
  const nextStep = 'print the statements that make the table with "hexaops audit schema", and check the account';
  return {
    name: source.component,
    async check(signal) {
      const { ok, message } = await source.health(signal).catch((cause: unknown) => {
        throw new HexaopsError('audit-unavailable', messageOf(cause), { cause, nextStep });
      });
      if (!ok) throw new HexaopsError('audit-unavailable', message, { nextStep });
      return { message };
    },
  };
}
