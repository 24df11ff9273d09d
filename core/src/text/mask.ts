/** What stands in the place of a value that must not leave the reader. */
export const masked = '[masked]';

const anywhere = ['password', 'passwd', 'passphrase', 'secret', 'credential', 'token'];
const wholeWord = new Set(['auth', 'authorization', 'cookie', 'key', 'keys', 'pass', 'pwd']);
const wordEnd = ['apikey', 'accesskey', 'privatekey'];
/** A name that ends so says where something is, not what it is: `TOKEN_SERVICE_ADDR`, `SECRET_NAME`. */
const whereabouts = new Set(['addr', 'address', 'endpoint', 'file', 'host', 'hostname', 'name', 'path', 'port']);

/** Whether a variable, a header or an option of this name holds something that must not be shown. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  if (whereabouts.has(words.at(-1) ?? '')) return false;
  return words.some(
    (word) =>
      wholeWord.has(word) ||
      anywhere.some((part) => word.includes(part)) ||
      wordEnd.some((part) => word.endsWith(part)),
  );
}

/** The value of a named variable or header: addresses stay, passwords inside of them do not. */
export function maskValue(name: string, value: string): string {
  if (value === '') return value;
  return isSecretName(name) ? masked : maskText(value);
}

/** The words of a command line: `--token=x`, `--token x` and `TOKEN=x`. */
export function maskCommandLine(words: readonly string[]): string[] {
  return words.map((word, index) => {
    const option = words[index - 1];
    const isValueOfSecret =
      option !== undefined && /^--?[^=\s]+$/.test(option) && isSecretName(option) && !word.startsWith('-');
    return isValueOfSecret ? masked : maskText(word);
  });
}

// Both patterns begin at a fixed place (`://`, the first character of a name), so that they are linear in the text.
const userInfo = /:\/\/([^\s/@:]*):([^\s/@]+)@/g;
const assignment = /(?<![\w.-])([\w.-]+)=([^\s;&,'"]+)/g;

function maskText(text: string): string {
  let result = text;
  if (result.includes('://')) result = result.replace(userInfo, `://$1:${masked}@`);
  if (result.includes('=')) {
    result = result.replace(assignment, (all, name: string) => (isSecretName(name) ? `${name}=${masked}` : all));
  }
  return result;
}
