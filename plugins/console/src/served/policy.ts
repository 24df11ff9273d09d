/**
 * What the page may do: run and style itself with its own files, and ask on its own origin. Nothing inline, nothing from
 * elsewhere, no text made to markup, no form sent, no frame but by those that are named.
 */
export function pageHeaders(embeddedBy: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${["'self'", ...embeddedBy].join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'content-type': 'text/plain; charset=utf-8',
  };
}
