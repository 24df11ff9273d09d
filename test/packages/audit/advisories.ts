/** A report of `npm audit --json`, as far as it is read here. */
export interface AuditReport {
  readonly auditReportVersion?: number;
  readonly message?: string;
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        readonly via: readonly (
          | string
          | { readonly name: string; readonly url: string; readonly title: string; readonly severity: Severity }
        )[];
      }
    >
  >;
}

type Severity = 'info' | 'low' | 'moderate' | 'high' | 'critical';

/** An advisory that does not block, until a day: `2026-12-31`. */
export interface Exception {
  readonly advisory: string;
  readonly package: string;
  readonly reason: string;
  readonly until: string;
}

/** In words. What blocks ends the audit with an error; the rest is told. */
export interface Verdict {
  readonly blocking: readonly string[];
  readonly told: readonly string[];
}

/** `today` as `2026-12-31`. Raises what npm said where it could not ask. */
export function judge(report: AuditReport, exceptions: readonly Exception[], today: string): Verdict {
  if (report.auditReportVersion !== 2)
    throw new Error(`npm could not ask for advisories: ${report.message ?? 'no report'}`);
  const blocking: string[] = [];
  const told: string[] = [];
  const advisories = advisoriesOf(report);
  const isFor = (exception: Exception, { id, name }: Advisory): boolean =>
    exception.advisory === id && exception.package === name;
  for (const advisory of advisories) {
    const words = `${advisory.severity}: ${advisory.name}: ${advisory.title} (${advisory.id})`;
    const exception = exceptions.find((each) => isFor(each, advisory));
    if (!blockingSeverities.has(advisory.severity)) told.push(words);
    else if (exception === undefined) blocking.push(words);
    else if (exception.until > daysAfter(today, mostDays))
      blocking.push(`${words}; its exception ends on ${exception.until}, more than ${mostDays} days from now`);
    else if (exception.until < today) blocking.push(`${words}; its exception ended on ${exception.until}`);
    else told.push(`${words}; excepted until ${exception.until}: ${exception.reason}`);
  }
  for (const exception of exceptions) {
    if (!advisories.some((advisory) => isFor(exception, advisory)))
      blocking.push(`the exception of ${exception.advisory} for ${exception.package} is needed no more: remove it`);
  }
  return { blocking, told };
}

const mostDays = 90;

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 24 * 3600 * 1000).toISOString().slice(0, 10);

const blockingSeverities: ReadonlySet<Severity> = new Set(['high', 'critical']);

interface Advisory {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly severity: Severity;
}

function advisoriesOf({ vulnerabilities = {} }: AuditReport): readonly Advisory[] {
  const found = Object.values(vulnerabilities).flatMap(({ via }) =>
    via.flatMap((each): readonly Advisory[] =>
      typeof each === 'string'
        ? []
        : [{ id: each.url.split('/').at(-1) ?? each.url, name: each.name, title: each.title, severity: each.severity }],
    ),
  );
  return [...new Map(found.map((advisory) => [`${advisory.id} ${advisory.name}`, advisory])).values()];
}
