import { callerOf, type HttpHandler } from '../request/context.ts';

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
