import { HexaopsError } from '@hexaops/core';
import type { ChatAccess } from '../../client/request.ts';
import type { Io } from '../../io.ts';

export interface AccessOptions {
  readonly url?: string;
  readonly workspace?: string;
}

/** Where the control plane has its chat, for a URL that names no path. */
const chatPath = '/api/v1/ai/chat';

/** The credential comes from HEXAOPS_AUTHORIZATION alone: arguments can be read by everybody on the machine. */
export function chatAccess({ environment }: Io, { url, workspace }: AccessOptions): ChatAccess {
  return {
    url: chatUrl(url ?? environment['HEXAOPS_URL'], workspace),
    authorization: environment['HEXAOPS_AUTHORIZATION'],
  };
}

function chatUrl(text: string | undefined, workspace: string | undefined): URL {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    const problem =
      text === undefined ? 'it is not said whom to ask' : `"${text}" is no http(s) URL without credentials`;
    throw new HexaopsError('input-invalid', problem, {
      nextStep: 'give --url your control plane, such as https://control-plane.example, or set HEXAOPS_URL',
    });
  }
  if (url.pathname === '/') url.pathname = chatPath;
  if (workspace !== undefined) url.searchParams.set('workspace_id', workspace);
  return url;
}
