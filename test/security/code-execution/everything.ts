import { startService } from '../support/service.ts';
import { finding, text } from '../support/shop.ts';

/**
 * What a service does in its life, told as JSON: how many requests it has served, and how often code was made from text while
 * it did. Validators and the callers of hooks are compiled once, from the program's own words: each kind of request has been
 * served before the count begins.
 */
const { hexaopsEvaluations: evaluations } = globalThis as unknown as { readonly hexaopsEvaluations: readonly string[] };
let requests = 0;
let compiled = 0;
{
  await using service = await startService({
    world: { result: () => ({ evidence: [text('an error')], findings: [finding()] }) },
  });
  const token = service.minter.mint();
  const send = async (body: object) => {
    requests += 1;
    return JSON.parse((await service.send({ token, body })).text) as { readonly approval?: { readonly id: string } };
  };
  const round = async (words: string) => {
    service.world.result = () => ({ evidence: [text(words, words)], findings: [finding({ summary: words })] });
    await send({ message: 'what can you do?' });
    await send({ message: 'what is wrong?' });
    await send({ message: words });
    const { approval } = await send({ message: 'scale checkout to 3' });
    await send({ approval: { id: approval?.id, decision: 'approve' } });
    await send({ message: words, [words]: true });
  };
  await round('hello');
  const before = evaluations.length;
  for (const words of ['globalThis.process.exit()', '${1+1}', '");x=("', 'return 1']) await round(words);
  compiled = evaluations.length - before;
}
console.log(JSON.stringify({ requests, compiled, before: evaluations.length }));
