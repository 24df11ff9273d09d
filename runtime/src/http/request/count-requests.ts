import type { Admission } from '../admission/admission.ts';
import { callerOf, type HttpCheck } from './context.ts';

/** Goes after the authentication, so that nobody is charged for what another one sends, and before the body is read. */
export function countRequests(admission: Admission): HttpCheck {
  return (context) => admission.countRequest(callerOf(context));
}
