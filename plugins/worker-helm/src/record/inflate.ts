import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const inflateGzip = promisify(gunzip);

/** What an inflated record may have: real ones have some hundred kilobytes, one made to harm has gigabytes. */
const mostRecordBytes = 16 * 1024 ** 2;

export class NotARecord extends Error {}

/** The text of a record: base64, of gzip or, from the first releases of Helm, of plain text. Raises `NotARecord`. */
export async function inflateRecord(encoded: string): Promise<string> {
  const bytes = fromBase64(encoded);
  if (!isGzip(bytes)) return bytes.toString('utf8');
  try {
    const inflated = await inflateGzip(bytes, { maxOutputLength: mostRecordBytes });
    return inflated.toString('utf8');
  } catch (cause) {
    const isLarge = cause instanceof RangeError;
    throw new NotARecord(
      isLarge ? `it inflates to more than ${mostRecordBytes} bytes` : 'it is damaged: it does not inflate',
      { cause },
    );
  }
}

/** Raises `NotARecord` for what is not base64. */
export function fromBase64(text: string): Buffer {
  if (text.length > mostRecordBytes || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text)) {
    throw new NotARecord('it is not base64');
  }
  return Buffer.from(text, 'base64');
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08;
}
