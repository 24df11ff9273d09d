import plugin from './index.ts';
import { createEngine, CallerToken, type Caller } from '@hexaops/core';
const bundle = process.argv[2] ?? '';
const engine = await createEngine({ plugins: [{ use: plugin, config: { source: 'bundle', bundle } }] });
const caller: Caller = { subject: 'u', workspace: 'w', organizations: [], roles: undefined, permissions: undefined, token: new CallerToken('x', Date.now() + 10_000) };
for (const message of process.argv.slice(3)) {
  console.log('\n#####', message);
  for await (const event of engine.ask(caller, { message })) {
    if (event.type === 'answer') console.log(event.text);
    else if (event.type === 'input-required') console.log('?', event.question, event.choices.map((c) => c.label));
    else if (event.type === 'plan-made') console.log('plan', 'rule' in event.plan.madeBy ? event.plan.madeBy.rule : '', JSON.stringify(event.plan.steps.map((s) => [s.tool, s.arguments])));
    else if (event.type === 'step-finished' && event.error) console.log('step', event.error);
    else if (event.type === 'run-finished') console.log(event.status, event.error ?? '');
  }
}
await engine[Symbol.asyncDispose]();
