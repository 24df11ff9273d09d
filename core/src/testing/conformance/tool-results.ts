import type { Tool, ToolResult } from '../../extension/tool.ts';
import { boundResult, leastResultBytes } from '../../run/bound-result.ts';
import { jsonBytes } from '../../run/bytes.ts';
import type { EvidenceContent, EvidenceDraft } from '../../run/evidence.ts';
import { assert, type Check } from './check.ts';

const caps = [leastResultBytes, 11_111, 65_536] as const;
const enough = 16 * 1024 ** 2;

/**
 * What every result of a read tool must be, whatever its size. `call` calls the tool with this cap of bytes, in a situation in
 * which it has enough to say that something must be cut; the same call twice gives the same.
 */
export function resultChecks(
  tool: Pick<Tool, 'name' | 'input'>,
  call: (byteCap: number) => Promise<ToolResult>,
): readonly Check[] {
  return [
    {
      name: `${tool.name}: a result over the cap is cut at a meaningful place and says how to ask for the rest`,
      async run() {
        const whole = boundResult(await call(enough), tool, enough);
        assert.ok(
          jsonBytes(whole) > leastResultBytes,
          `this situation gives ${jsonBytes(whole)} bytes: make one that gives more`,
        );
        const parts = partsOf(whole.evidence);
        for (const cap of caps) {
          const kept = boundResult(await call(cap), tool, cap);
          assert.ok(
            jsonBytes(kept) <= cap,
            `${jsonBytes(kept)} bytes where ${cap} are allowed: give rows and lines, which are cut between, and no object or title that is longer by itself`,
          );
          assert.ok(
            JSON.stringify(kept).isWellFormed(),
            'a character was cut in two: cut text with toWellFormed(), or leave the cutting to the engine',
          );
          for (const piece of kept.evidence) checkPiece(tool, piece, parts);
          const isCut =
            kept.evidence.some(({ truncated }) => truncated) || kept.evidence.length < whole.evidence.length;
          const isSmaller = jsonBytes(kept) < jsonBytes(whole) / 2;
          assert.ok(
            isCut || !isSmaller || (kept.unavailable ?? []).length > 0,
            'something is missing, and nothing says so: set "truncated" and "omitted" where the tool itself leaves something out',
          );
        }
      },
    },
    {
      name: `${tool.name}: names its own arguments where the engine cuts its result`,
      async run() {
        const text = Array.from({ length: 5_000 }, (_, line) => `line ${line}`).join('\n');
        const draft: EvidenceDraft = { source: 's', query: 'q', title: 't', content: { kind: 'text', text } };
        const [piece] = boundResult({ evidence: [draft] }, tool, leastResultBytes).evidence;
        assert.match(piece?.omitted ?? '', /lines left out; ask /);
      },
    },
  ];
}

function checkPiece(tool: Pick<Tool, 'input'>, piece: EvidenceDraft, parts: ReadonlySet<string>): void {
  const { title, content, truncated = false, omitted } = piece;
  assert.equal(
    omitted !== undefined,
    truncated,
    `"${title}": "truncated" and "omitted" go together. Set both where something is left out, else neither`,
  );
  if (omitted === undefined) return;
  const names = Object.keys((tool.input['properties'] as object | undefined) ?? {});
  const isTold =
    /\b(?:ask|aggregate|narrow|shorter|search|say)\b/i.test(omitted) || names.some((name) => omitted.includes(name));
  assert.ok(
    isTold,
    `"${title}" says "${omitted}", and not how to ask for the rest: name an argument, "ask for one namespace" (in "more" of the evidence)`,
  );
  if (/all but the|columns left out|parts? left out/.test(omitted)) return;
  for (const part of partsOfContent(content))
    assert.ok(
      parts.has(part),
      `"${title}" holds a part that is not whole: ${part.slice(0, 200)}. Leave out whole lines and rows, and cut none`,
    );
}

function partsOf(evidence: readonly EvidenceDraft[]): ReadonlySet<string> {
  return new Set(evidence.flatMap(({ content }) => partsOfContent(content)));
}

/** What is never cut in itself: lines, rows, names of series. */
function partsOfContent(content: EvidenceContent): readonly string[] {
  switch (content.kind) {
    case 'text':
      return content.text.split('\n');
    case 'table':
      return content.rows.map((row) => JSON.stringify(row));
    // What is drawn may be drawn more coarsely.
    case 'series':
      return content.series.map(({ name }) => name);
    case 'object':
      return [JSON.stringify(content.object)];
  }
}
