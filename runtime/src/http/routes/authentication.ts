import { callerOf, type HttpHandler } from '../request/context.ts';

/** Who only looks for `valid` finds it in the refusal of a token as well. */
export function refusingAsInvalid(handler: HttpHandler): HttpHandler {
  return (context) => {
    context.state.refusal = { valid: false };
    return handler(context);
  };
}

/** `POST /auth/validate`: what the token says, for a client that wants to know before it asks. */
export function validateToken(): HttpHandler {
  return async (context) => {
    const { subject, workspace, organizations, token } = callerOf(context);
    context.body = {
      valid: true,
      user_id: subject,
      workspace_id: workspace,
      organizations,
      expires_at: token === undefined ? null : new Date(token.expiresAt).toISOString(),
    };
  };
}
