import { type AlertReport, HexaopsError, type Infer } from '@hexaops/core';
import type { Admission } from '../admission/admission.ts';
import { type Networks, sourceOf } from '../admission/source-address.ts';
import type { AlertSender, IdentifySender } from '../alerts/credentials.ts';
import type { RunService } from '../chat/answer.ts';
import type { HttpCheck, HttpContext, HttpHandler } from '../request/context.ts';
import { alertmanagerSchema } from '../schemas/alertmanager.ts';
import { validateBody } from '../schemas/validate.ts';

const asWebhook = validateBody(alertmanagerSchema);

/** `POST /v1/alerts`: what an Alertmanager tells, under a credential of its own. Nothing else can be reached with that. */
export function postAlerts({ engine }: RunService): HttpHandler {
  return async (context) => {
    const { alerts } = asWebhook(context.state.body);
    const { workspaces } = senderOf(context);
    const receptions = await engine.investigations.receive(alerts.map(reportOf), workspaces);
    const refused = receptions.filter(({ outcome }) => outcome === 'refused');
    if (receptions.length > 0 && refused.length === receptions.length) {
      const reasons = [...new Set(refused.map(({ reason }) => reason))];
      throw new HexaopsError(
        'target-not-allowed',
        `none of the ${refused.length} alerts is taken: ${reasons.join('; ')}`,
        {
          nextStep: 'map their labels to a workspace: "alerts.workspaces" in the configuration; see docs/alerts.md',
        },
      );
    }
    context.status = 202;
    context.body = { received: receptions.length, refused: refused.length, alerts: receptions };
  };
}

/** Identifies the sender; an address that has sent too much that does not hold is not listened to for a while. */
export function authenticateSender(identify: IdentifySender, admission: Admission, proxies: Networks): HttpCheck {
  return async (context) => {
    const { key } = sourceOf(context.req, proxies);
    await admission.checkSource(key);
    try {
      context.state.sender = identify(context.req.headersDistinct['authorization'] ?? []);
    } catch (error) {
      await admission.countFailure(key);
      throw error;
    }
  };
}

export function countAlerts(admission: Admission): HttpCheck {
  return (context) => admission.countAlerts(senderOf(context).key);
}

function senderOf({ state: { sender } }: HttpContext): AlertSender {
  if (sender === undefined) throw new HexaopsError('internal', 'a handler runs before its sender is known');
  return sender;
}

type Webhook = Infer<typeof alertmanagerSchema>;

function reportOf({
  fingerprint,
  status,
  labels,
  annotations = {},
  startsAt,
  endsAt,
}: Webhook['alerts'][number]): AlertReport {
  const ended = status === 'resolved' && endsAt !== undefined ? Date.parse(endsAt) : Number.NaN;
  return {
    fingerprint,
    status,
    labels,
    annotations,
    startsAt: Date.parse(startsAt),
    ...(ended > 0 ? { endsAt: ended } : {}),
  };
}
