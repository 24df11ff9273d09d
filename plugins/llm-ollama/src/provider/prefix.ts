import { createHash } from 'node:crypto';
import type { LanguageModelV4Prompt } from '@ai-sdk/provider';

/** Characters of a token, roughly; blocks only have to be cut alike each time. */
const charactersPerToken = 4;
/** Blocks that are named: what comes after them is seldom shared. */
const mostBlocks = 64;

/**
 * Names the beginnings of a prompt by digests, each of the workspace and of all up to its end: two workspaces that send the same
 * have nothing in common here.
 */
export function prefixOf(prompt: LanguageModelV4Prompt, workspace: string, blockTokens: number): readonly string[] {
  const text = prompt.map(({ role, content }) => `${role}\n${JSON.stringify(content)}`).join('\n');
  const length = blockTokens * charactersPerToken;
  const blocks: string[] = [];
  let before = workspace;
  for (let end = length; end <= text.length && blocks.length < mostBlocks; end += length) {
    before = createHash('sha256')
      .update(`${before}\n`)
      .update(text.slice(end - length, end))
      .digest('base64url')
      .slice(0, 16);
    blocks.push(before);
  }
  return blocks;
}
