/** Ids are the engine's business; here they are only kept short and free of what does not belong into one. */
export const idSchema = { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,128}$' } as const;

/** RFC 1123 label, as Kubernetes has it. */
export const namespaceSchema = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' } as const;

export const namespacesSchema = { type: 'array', items: namespaceSchema, maxItems: 64, uniqueItems: true } as const;

/** RFC 1123 subdomain, as Kubernetes has it for most objects. */
export const objectNameSchema = {
  type: 'string',
  maxLength: 253,
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
} as const;

export const streamSchema = { type: 'boolean' } as const;
