import { HexaopsError } from '../errors.ts';

/** What every store raises where there is no room: what cannot be recorded is not done. */
export function auditFull(room: number): HexaopsError {
  return new HexaopsError('audit-full', `${room} audit records wait to be delivered, and there is no room for more`, {
    nextStep: 'nothing was changed; try again when the operator has brought the audit destination back',
    details: { room },
  });
}
