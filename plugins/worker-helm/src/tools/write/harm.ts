import { HexaopsError, nameOfObject, type ToolContext } from '@hexaops/core';
import { readLive } from '../../live/index.ts';
import { unreadyOf } from '../../readiness/index.ts';
import { isWhole, openReleases, placeOf, type ReleaseRecords, type Revision } from '../../releases/index.ts';

/** What does not get ready since a change; nothing where that cannot be read. */
export async function harmOf(
  records: ReleaseRecords,
  revision: Revision,
  context: ToolContext,
): Promise<{ readonly harm?: string }> {
  if (!isWhole(revision)) return {};
  try {
    const { opened, secrecy } = openReleases([revision]);
    const live = await readLive(records.reader, opened[0]?.objects ?? [], revision.namespace, context);
    const broken = (await unreadyOf(records.reader, live.objects, revision.namespace, context)).filter(
      ({ isBroken }) => isBroken,
    );
    const [first] = broken;
    if (first === undefined) return {};
    const why = secrecy.text(first.trouble?.reason ?? first.what).slice(0, 200);
    const more = broken.length === 1 ? '' : `, and ${broken.length - 1} more`;
    return { harm: `${nameOfObject(placeOf(first.object, revision))} does not get ready: ${why}${more}.` };
  } catch (error) {
    if (!HexaopsError.is(error)) throw error;
    return {};
  }
}
