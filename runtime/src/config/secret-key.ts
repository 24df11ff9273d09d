const secretName = /secret|password|passphrase|credential|(^|api|access|private)key$|(^|[a-z])token$/i;

/** Whether a key of the configuration of this name holds a secret: it is not printed, and stands in no file of a deployment. */
export function isSecretKey(name: string): boolean {
  return secretName.test(name);
}
