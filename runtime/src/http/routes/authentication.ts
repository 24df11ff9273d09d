import { callerOf, type HttpHandler, type HttpMiddleware } from '../request/context.ts';

/** Goes before the authentication: who only looks for `valid` finds it in the refusal as well. */
export function refuseAsInvalid(): HttpMiddleware {
  return async (context, next) => {
    context.state.refusal = { valid: false };
    await next();
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
