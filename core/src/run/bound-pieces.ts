import { cutDraft } from './bound-evidence.ts';
import { fittingText, jsonBytes } from './bytes.ts';
import { leastContent } from './cut-content.ts';
import type { EvidenceDraft } from './evidence.ts';
import { fairShares } from './fair-shares.ts';

/** A piece that takes no more bytes is kept whole, or not at all. */
const smallPiece = 1024;
/** Bytes of the content of a larger one that it is worth being kept with. */
const leastOfLarge = 256;
/** Bytes for what was left out of a larger one and how to ask for that. */
const roomForOmitted = 600;

/**
 * The pieces of evidence of one result within so many bytes, all that stands around their contents included. Small ones stay
 * whole, large ones share what is left; the last ones go where not even a little of each fits.
 */
export function boundPieces(
  drafts: readonly EvidenceDraft[],
  byteCap: number,
  remedy: () => string,
): readonly EvidenceDraft[] {
  const whole = drafts.map((draft) => cutDraft(draft, Infinity, remedy));
  if (jsonBytes(whole) <= byteCap) return whole;
  const pieces = drafts.map((draft) => cutDraft(draft, byteCap, remedy));
  const sizes = pieces.map(sizeOf);
  const kept = sizes.slice(0, countThatFits(sizes, byteCap));
  const large = kept.filter(({ isSmall }) => !isSmall);
  const fixed = 2 + sum(kept.map(({ fixedBytes }) => fixedBytes + 1));
  const shares = fairShares(
    large.map(({ contentBytes }) => contentBytes),
    byteCap - fixed,
  );
  return kept.map((size, index) => {
    const [piece, draft] = [pieces[index], drafts[index]];
    if (piece === undefined || draft === undefined) throw new RangeError(`there is no piece ${index}`);
    return size.isSmall ? piece : withinRoom(cutDraft(draft, shares[large.indexOf(size)] ?? 0, remedy));
  });
}

interface PieceSize {
  readonly isSmall: boolean;
  /** Bytes that it takes whatever is cut. */
  readonly fixedBytes: number;
  readonly contentBytes: number;
}

function sizeOf(piece: EvidenceDraft): PieceSize {
  const contentBytes = jsonBytes(piece.content);
  const bytes = jsonBytes(piece);
  if (bytes <= smallPiece) return { isSmall: true, fixedBytes: bytes, contentBytes };
  const { content: _, omitted: __, truncated: ___, ...frame } = piece;
  return { isSmall: false, fixedBytes: jsonBytes(frame) + roomForOmitted, contentBytes };
}

/** How many of the first pieces can each have what they need at least. */
function countThatFits(sizes: readonly PieceSize[], byteCap: number): number {
  let used = 2;
  const end = sizes.findIndex(({ isSmall, fixedBytes, contentBytes }) => {
    used += fixedBytes + 1 + (isSmall ? 0 : Math.max(leastContent, Math.min(leastOfLarge, contentBytes)));
    return used > byteCap;
  });
  return end === -1 ? sizes.length : end;
}

/** What is said of a cut, within its room: the names of its members are left out with it. */
function withinRoom(piece: EvidenceDraft): EvidenceDraft {
  const room = roomForOmitted - '"content":,"truncated":true,"omitted":,'.length;
  if (piece.omitted === undefined || jsonBytes(piece.omitted) <= room) return piece;
  return { ...piece, omitted: `${fittingText(piece.omitted, room - 8)}...` };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
