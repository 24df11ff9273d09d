import type { EvidenceContent } from '@hexaops/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { aligned } from './aligned.ts';
import { amount } from './amount.ts';

type Series = Extract<EvidenceContent, { readonly kind: 'series' }>;

/** More lines than that nobody tells apart. */
const most = 8;
const height = 200;

export default function Chart({ content, title }: { readonly content: Series; readonly title: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { unit } = content;
  const shown = content.series.slice(0, most);
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    const colour = (name: string) => getComputedStyle(target).getPropertyValue(name);
    const draw = () => {
      const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
      return new UPlot(
        {
          width: target.clientWidth,
          height,
          legend: { show: false },
          series: [
            {},
            ...shown.map((_, index) => ({
              stroke: colour(`--line-${index + 1}`),
              width: 1.5,
              points: { show: false },
            })),
          ],
          axes: [
            axis,
            { ...axis, size: 64, values: (_: UPlot, ticks: number[]) => ticks.map((tick) => amount(tick, unit)) },
          ],
        },
        aligned(shown.map(({ points }) => points)) as UPlot.AlignedData,
        target,
      );
    };
    let chart = draw();
    const redraw = () => {
      chart.destroy();
      chart = draw();
    };
    const sizes = new ResizeObserver(() => chart.setSize({ width: target.clientWidth, height }));
    sizes.observe(target);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', redraw);
    return () => {
      sizes.disconnect();
      scheme.removeEventListener('change', redraw);
      chart.destroy();
    };
  }, [content]);
  return (
    <figure className="chart">
      <div
        ref={place}
        role="img"
        aria-label={`${title}: ${shown.map(({ name, points }) => spoken(name, points, unit)).join('; ')}`}
      />
      <figcaption>
        <ul>
          {shown.map(({ name, points }, index) => (
            <li key={index}>
              <span className={`swatch line-${index + 1}`} aria-hidden="true" /> {spoken(name, points, unit)}
            </li>
          ))}
          {content.series.length > most ? <li className="muted">and {content.series.length - most} more</li> : null}
        </ul>
      </figcaption>
    </figure>
  );
}

/** A line in words: its last value, and between which it was. */
function spoken(name: string, points: Series['series'][number]['points'], unit: string | undefined): string {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const last = values.at(-1);
  if (last === undefined) return `${name}: no values`;
  const least = values.reduce((left, right) => Math.min(left, right));
  const greatest = values.reduce((left, right) => Math.max(left, right));
  return `${name}: ${amount(last, unit)} (${amount(least, unit)} to ${amount(greatest, unit)})`;
}
