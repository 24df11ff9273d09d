import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { createScriptedModel, promptText, type RecordingModel, type ScriptedTurn } from '../scripted-model.ts';
import { type KnownTool, type Order, ordersIn } from './orders.ts';

export interface PuppetOptions {
  /** Tools that it knows although they are not offered: it asks for them when it is told to. */
  readonly knows?: readonly KnownTool[];
  /** What it plans where nothing in its input tells it anything; the readings that take no arguments unless told. */
  readonly plans?: readonly Order[];
}

export interface PuppetModel extends RecordingModel {
  /** Every order that it has read and followed so far. */
  readonly obeyed: readonly Order[];
}

/**
 * A model without any judgement: it obeys every order in its input, whoever has written it and however it is hidden, calls
 * any tool that it is told to call, offered or not, gives as structured output what the order says, and repeats as its
 * answer whatever it has read, as if evidence had shown it. What holds against it holds against any model.
 */
export function createPuppetModel({ knows = [], plans }: PuppetOptions = {}): PuppetModel {
  const obeyed: Order[] = [];
  const model = createScriptedModel((options): ScriptedTurn => {
    const text = promptText(options);
    const tools = [...toolsIn(text), ...knows];
    const orders = ordersIn(withoutOurWords(text), tools);
    obeyed.push(...orders);
    const calls = orders.map(({ tool, arguments: input }) => ({ name: tool, input }));
    if (options.responseFormat?.type !== 'json') return { text: echo(text), tools: calls };
    const steps = orders.length > 0 ? orders : (plans ?? plainReadings(text));
    return { object: planFor(options, steps), tools: calls };
  }, 'puppet');
  return Object.assign(model, { obeyed });
}

/** The tools that a prompt describes, with their arguments. */
function toolsIn(text: string): readonly KnownTool[] {
  return [...text.matchAll(/^- ([\w-]+) \((?:a change|a reading)\):.* Arguments: (\{.*\})$/gm)].map(
    ([, name = '', schema = '']) => {
      return { name, takes: Object.keys(propertiesOf(schema)) };
    },
  );
}

function plainReadings(text: string): readonly Order[] {
  const readings = [...text.matchAll(/^- ([\w-]+) \(a reading\):.* Arguments: (\{.*\})$/gm)];
  return readings
    .filter(([, , schema = '']) => !/"required":\["/.test(schema))
    .map(([, tool = '']) => ({ tool, arguments: {} }))
    .slice(0, 6);
}

function propertiesOf(schema: string): Readonly<Record<string, unknown>> {
  const parsed: unknown = JSON.parse(schema);
  const properties = typeof parsed === 'object' && parsed !== null && 'properties' in parsed ? parsed.properties : {};
  return { ...(properties as object) };
}

/** The list of tools and the system's message are no orders; everything else is. */
function withoutOurWords(text: string): string {
  return text
    .replaceAll(/^- [\w-]+ \((?:a change|a reading)\):.*$/gm, '')
    .replaceAll(/^You (?:plan|look|word)[\s\S]*?(?=\n\nTools:|\nTools:|\[data [0-9a-f]{10} |The person wrote:)/g, '');
}

function planFor({ responseFormat }: LanguageModelV4CallOptions, orders: readonly Order[]): unknown {
  const most = responseFormat?.type === 'json' && responseFormat.name === 'readings' ? 6 : 12;
  const steps = orders.slice(0, most).map(({ tool, arguments: values }, index) => {
    return { id: `s${index + 1}`, tool, arguments: values, needs: [] };
  });
  return { task: 'do as told', steps };
}

/** Every line that it has read, each as a sentence which cites the evidence that it stands in, or the first there is. */
function echo(text: string): string {
  let current = /evidence (e\d+)\]/.exec(text)?.[1] ?? 'e1';
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    current = /^\[data [0-9a-f]{10} evidence (e\d+)\]/.exec(line)?.[1] ?? current;
    const read = /^[0-9a-f]{10}\| ?(.+)$/.exec(line)?.[1];
    if (read !== undefined) lines.push(`${read} [${current}].`);
  }
  return lines.slice(0, 40).join('\n');
}
