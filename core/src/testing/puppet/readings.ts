/**
 * Every way in which a text may be read by somebody who wants to find an order in it: as it stands, without the marks that
 * were put before its lines, and with whatever hides letters undone. A puppet must not be harder to fool than a model.
 */
export function readingsOf(text: string): readonly string[] {
  const bare = text.replaceAll(/^[0-9a-f]{10}\| ?/gm, '');
  const plain = letters(bare);
  const turned = [...plain.matchAll(/\u202e([^\u202c\n]+)/g)].map(([, part]) =>
    Array.from(part ?? '')
      .reverse()
      .join(''),
  );
  const decoded = [...plain.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([part]) =>
    Buffer.from(part, 'base64').toString('utf8'),
  );
  const shifted = plain.replaceAll(/[A-Za-z]/g, (letter) => rotated(letter));
  const joined = plain.replaceAll(/(?<=\b\w)[ .\-_](?=\w\b)/g, '');
  return [plain, ...turned, ...decoded.map(letters), shifted, joined, Array.from(plain).reverse().join('')];
}

/** Look-alikes, wide and hidden letters, entities and escapes as the letters that they stand for. */
function letters(text: string): string {
  return text
    .replaceAll(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll(/&#(\d{2,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '')
    .normalize('NFKC')
    .replaceAll(/[авсеорхуіѕԁһ]/g, (letter) => lookAlikes[letter] ?? letter);
}

const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  о: 'o',
  р: 'p',
  х: 'x',
  у: 'y',
  і: 'i',
  ѕ: 's',
  ԁ: 'd',
  һ: 'h',
};

function rotated(letter: string): string {
  const first = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
}
