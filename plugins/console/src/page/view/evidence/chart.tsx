import type { EvidenceContent } from '@hexaops/core';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockOf } from '../words.ts';
import { aligned } from './aligned.ts';
import { amount } from './amount.ts';

type Series = Extract<EvidenceContent, { readonly kind: 'series' }>;
type Points = Series['series'][number]['points'];

/** More lines than that nobody tells apart. */
const most = 8;
const height = 220;
/** By the seconds between two ticks: what each says, and what is added where a day begins. */
const times: UPlot.Axis.Values = [
  [86_400 * 365, '{YYYY}', null, null, null, null, null, null, 1],
  [86_400 * 28, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [86_400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
  [0.001, '{HH}:{mm}:{ss}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
];
const powersOfTwo = Array.from({ length: 60 }, (_, power) => 2 ** power);

export default function Chart({ content, title }: { readonly content: Series; readonly title: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number>();
  const { unit } = content;
  const shown = content.series.slice(0, most);
  useEffect(() => {
    const target = place.current;
    if (target === null) return;
    const data = aligned(shown.map(({ points }) => points));
    const draw = () => new UPlot(optionsOf(target, content, setPointed), data as UPlot.AlignedData, target);
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
        aria-label={`${title}: ${shown.map(({ name, points }) => `${name}: ${spoken(points, unit)}`).join('; ')}`}
      />
      <figcaption>
        <ul>
          {shown.map(({ name, points }, index) => (
            <li key={index}>
              <span className={`swatch line-${index + 1}`} aria-hidden="true" /> {name}{' '}
              <span className="muted">
                {pointed === undefined ? spoken(points, unit) : valueAt(points, pointed, unit)}
              </span>
            </li>
          ))}
          {content.series.length > most ? <li className="muted">and {content.series.length - most} more</li> : null}
        </ul>
      </figcaption>
    </figure>
  );
}

/** `onPoint` is told the milliseconds at which somebody points, and undefined where they do no longer. */
function optionsOf(
  target: HTMLElement,
  { series, unit }: Series,
  onPoint: (time: number | undefined) => void,
): UPlot.Options {
  const lines = series.slice(0, most);
  const font = `12px ${getComputedStyle(target).fontFamily}`;
  const axis = { font, stroke: colourOf(target, '--muted'), ticks: { show: false } };
  const grid = { stroke: colourOf(target, '--line'), width: 1 };
  return {
    width: target.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, least, greatest) => rangeOf(least, greatest) } },
    series: [
      {},
      ...lines.map((_, index) => {
        const stroke = colourOf(target, `--line-${index + 1}`);
        const fill = lines.length > 1 ? undefined : stroke.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.08)');
        return { stroke, width: 2, points: { show: false }, ...(fill === undefined ? {} : { fill }) };
      }),
    ],
    axes: [
      { ...axis, grid: { show: false }, values: times },
      {
        ...axis,
        grid,
        size: 70,
        values: (_, ticks) => ticks.map((tick) => amount(tick, unit)),
        ...(unit === 'bytes' ? { incrs: powersOfTwo } : {}),
      },
    ],
    hooks: {
      setCursor: [
        ({ cursor, data }) => {
          const at = cursor.idx == null ? undefined : data[0][cursor.idx];
          onPoint(at === undefined ? undefined : Math.round(at * 1_000));
        },
      ],
    },
  };
}

/** From zero, but where that would press the lines together. */
function rangeOf(least: number | null, greatest: number | null): [number, number] {
  if (least === null || greatest === null) return [0, 1];
  const isFar = least > greatest / 2;
  const [from, to] = UPlot.rangeNum(least >= 0 && !isFar ? 0 : least, greatest, 0.1, true);
  return [from ?? least, to ?? greatest];
}

/** What a colour of the style sheet is now: a canvas knows no variables. */
function colourOf(target: HTMLElement, name: string): string {
  target.style.color = `var(${name})`;
  const { color } = getComputedStyle(target);
  target.style.color = '';
  return color;
}

/** A line in words: its last value, and between which it was. */
function spoken(points: Points, unit: string | undefined): string {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const last = values.at(-1);
  if (last === undefined) return 'no values';
  const least = values.reduce((left, right) => Math.min(left, right));
  const greatest = values.reduce((left, right) => Math.max(left, right));
  return `${amount(last, unit)} (${amount(least, unit)} to ${amount(greatest, unit)})`;
}

function valueAt(points: Points, time: number, unit: string | undefined): string {
  const value = points.find(([at]) => at === time)?.[1];
  return `${value == null ? 'no value' : amount(value, unit)} at ${clockOf(time)}`;
}
