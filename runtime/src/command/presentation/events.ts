import { type Evidence, nameOfObject, type RunEvent } from '@hexaops/core';
import pico from 'picocolors';

/** One event as a line or a few; nothing for those that say nothing new to a person. */
export function eventText(event: RunEvent, coloured: boolean): string | undefined {
  const colours = pico.createColors(coloured);
  switch (event.type) {
    case 'plan-made':
      return [
        colours.bold(event.plan.task),
        ...event.plan.steps.map(({ id, worker, tool }) => colours.dim(`  ${id}: ${tool} (${worker})`)),
      ].join('\n');
    case 'steps-added':
      return colours.bold(`Proposed: ${event.because}`);
    case 'step-started':
      return colours.dim(`… ${event.step}`);
    case 'evidence':
      return colours.dim(`  [${event.evidence.id}] ${event.evidence.title}${sizeOf(event.evidence)}`);
    case 'finding':
      return `${colours.yellow('!')} ${event.finding.cause} on ${nameOfObject(event.finding.object)}, ${Math.round(event.finding.confidence * 100)} % sure`;
    case 'step-finished': {
      const mark = event.status === 'succeeded' ? colours.green('✓') : colours.red('✗');
      return `${mark} ${event.step} ${event.status}, ${event.milliseconds} ms${event.error === undefined ? '' : `: ${event.error.message}`}`;
    }
    case 'approval-required': {
      const { approval } = event;
      const changes = approval.changes.map(
        ({ path, before, after }) =>
          `  ${path}: ${colours.red(JSON.stringify(before))} -> ${colours.green(JSON.stringify(after))}`,
      );
      const origins = Object.entries(approval.provenance).map(([name, { origin, taint }]) =>
        colours.dim(`  ${name}: ${origin}${taint === 'untrusted' ? ' (not trusted)' : ''}`),
      );
      return [
        colours.bold(`Needs approval: ${approval.summary}`),
        ...changes,
        ...origins,
        colours.dim(`  approval ${approval.id}, sha256 ${approval.hash.slice(0, 16)}…`),
      ].join('\n');
    }
    case 'reauthentication-required':
      return `The run ${event.run} waits for a fresh sign-in (${event.reason}).`;
    case 'input-required':
      return [event.question, ...event.choices.map(({ label }, index) => `  ${index + 1}. ${label}`)].join('\n');
    case 'answer':
      return `\n${event.text}\n`;
    case 'run-finished':
      return event.status === 'completed'
        ? undefined
        : colours.red(`The run ${event.status}${event.error === undefined ? '' : `: ${event.error.message}`}.`);
    default:
      return undefined;
  }
}

function sizeOf({ content, truncated }: Evidence): string {
  const size = content.kind === 'table' ? `, ${content.rows.length} rows` : '';
  return `${size}${truncated ? ', shortened' : ''}`;
}
