/** Characters of a sentence that is kept. */
const longestSentence = 2_000;

/** Text of at most so many characters, which says where it was cut. */
export function cutText(text: string, maximum: number = longestSentence): string {
  return text.length <= maximum ? text : `${text.slice(0, maximum).toWellFormed()}...`;
}
