import { readFileSync, readdirSync } from 'node:fs';
import { compileRules, parseRuleSets } from '@hexaops/core/rules';
const dir = '/work/main/plugins/worker-kubernetes/rules/route/';
const rules = compileRules(readdirSync(dir).flatMap((f) => parseRuleSets(readFileSync(dir + f, 'utf8'), f)));
for (const text of ['what is wrong?','what is slow?','why is everything slow?','what is insecure?','what is short of resources?','is there enough capacity?','how much capacity is left?','what uses the most cpu?','resource usage','restart checkout','scale checkout to 3','what is wrong with checkout?','what should I do?','scale check-out.v2 to 0', 'show nodes']) {
  const fired = rules.evaluate('route', { text } as never);
  console.log(text, '=>', JSON.stringify(fired).slice(0, 150));
}
