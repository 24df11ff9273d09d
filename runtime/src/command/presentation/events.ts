import { type Approval, type Evidence, nameOfObject, renderApproval, type RunEvent, visible } from '@hexaops/core';
import pico from 'picocolors';
import { printable, printableLines } from './printable.ts';
import { seriesLines } from './series.ts';

type Colours = ReturnType<typeof pico.createColors>;

/** One event as a line or a few; nothing for those that say nothing new to a person. */
export function eventText(event: RunEvent, coloured: boolean): string | undefined {
  const colours = pico.createColors(coloured);
  switch (event.type) {
    case 'plan-made':
      return [
        colours.bold(printable(event.plan.task)),
        ...event.plan.steps.map(({ id, worker, tool }) => colours.dim(printable(`  ${id}: ${tool} (${worker})`))),
      ].join('\n');
    case 'steps-added':
      return colours.bold(printable(`Proposed: ${event.because}`));
    case 'step-started':
      return colours.dim(`… ${printable(event.step)}`);
    case 'evidence':
      return [
        printable(`  [${event.evidence.id}] ${event.evidence.title}${sizeOf(event.evidence)}`),
        ...seriesLines(event.evidence.content).map(printable),
      ]
        .map(colours.dim)
        .join('\n');
    case 'finding': {
      const { cause, object, confidence } = event.finding;
      const words = `${cause} on ${nameOfObject(object)}, ${Math.round(confidence * 100)} % sure`;
      return `${colours.yellow('!')} ${printable(words)}`;
    }
    case 'step-finished': {
      const mark = event.status === 'succeeded' ? colours.green('✓') : colours.red('✗');
      return `${mark} ${printable(`${event.step} ${event.status}, ${event.milliseconds} ms${reasonOf(event)}`)}`;
    }
    case 'approval-required':
      return approvalText(event.approval, colours);
    case 'approval-decided':
      return printable(
        `${decided[event.decision]} by ${event.by}${event.reason === undefined ? '' : `: ${event.reason}`}`,
      );
    case 'operation-finished':
      return printable(`${event.outcome}: ${event.message}`);
    case 'input-required':
      return [event.question, ...event.choices.map(({ label }, index) => `  ${index + 1}. ${label}`)]
        .map(printable)
        .join('\n');
    case 'answer':
      return `\n${printableLines(event.text)}\n`;
    case 'run-finished':
      return event.status === 'completed'
        ? undefined
        : colours.red(
            printable(`The run ${event.status === 'failed' ? 'has failed' : 'was cancelled'}${reasonOf(event)}`),
          );
    default:
      return undefined;
  }
}

const decided = { approve: 'Approved', reject: 'Rejected', expired: 'Expired; ended' } as const;

/** What is approved, byte by byte, as every screen shows it: nothing is sent that does not stand here. */
function approvalText({ id, bytes, provenance, reasons, summary }: Approval, colours: Colours): string {
  const paint = (line: string) => {
    if (line.startsWith('  - ')) return colours.red(line);
    return line.startsWith('  + ') ? colours.green(line) : line;
  };
  return [
    colours.bold(`Needs approval: ${visible(bytes.summary ?? summary)}`),
    ...renderApproval(bytes, provenance).map((line) => `  ${paint(line)}`),
    ...reasons.map((reason) => colours.dim(printable(`  because: ${reason}`))),
    colours.dim(`  decide it as ${visible(id)}`),
  ].join('\n');
}

function reasonOf({ error }: { readonly error?: { readonly message: string } }): string {
  return error === undefined ? '' : `: ${error.message}`;
}

function sizeOf({ content, truncated }: Evidence): string {
  const size =
    content.kind === 'table'
      ? `, ${content.rows.length} rows`
      : content.kind === 'series'
        ? `, ${content.series.length} series`
        : '';
  return `${size}${truncated ? ', shortened' : ''}`;
}
