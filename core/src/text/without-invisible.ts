/**
 * Characters that show nothing and change what others look like or mean: controls but tab and line feed, line separators,
 * those that turn the direction of text, that join or split words unseen, and those that spell hidden letters.
 */
const invisible = /[[\p{Cc}--[\t\n]]\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gv;

/** Text of which a person sees every character. */
export function withoutInvisible(text: string): string {
  return text.toWellFormed().replaceAll(invisible, '');
}
