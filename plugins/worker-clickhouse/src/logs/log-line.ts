import type { Row } from '../source/click-house.ts';

/** A line as tools see it. What the table does not have is empty. */
export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: string;
  readonly service: string;
  readonly component: string;
  readonly pod: string;
  readonly trace: string;
  readonly message: string;
}

const shortest = 3;

/** A line of which the name and the address of another person are masked, where `subject` may not see them. */
export function lineOf(row: Row, subject: string | undefined): LogLine {
  const text = (name: string) => String(row[`${name}_`] ?? '');
  const user = text('user');
  const isOthers = subject !== undefined && user !== subject;
  const hidden = isOthers ? [user, text('address')].filter(({ length }) => length >= shortest) : [];
  return {
    at: Number(row['time_']),
    level: text('level'),
    service: text('service'),
    component: text('component'),
    pod: text('pod'),
    trace: text('trace'),
    message: hidden.reduce((message, value) => message.replaceAll(value, '(hidden)'), text('message')),
  };
}
