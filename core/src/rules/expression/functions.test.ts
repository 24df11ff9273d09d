import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleFact } from '../set/rule-set.ts';
import { verdictOfRule } from '../testing/fixtures.ts';

const fact: RuleFact = {
  n: 3,
  half: 0.5,
  s: 'Web-1',
  zero: 0,
  list: ['a', 'b'],
  labels: { 'app.kubernetes.io/name': 'web' },
  at: '2026-11-22T23:30:00.5Z',
  later: '2026-11-23T00:30:00Z',
  age: '90m',
  emoji: '\u{1F600}x',
};

const hold = [
  'zero == 0 && zero == 0.0',
  'n + 1 == 4 && n / 2 == 1.5 && n - 0.5 == 2.5 && n % 2 == 1',
  '7 / 2 == 3 && -7 % 2 == -1',
  'n in [1, 2, 3] && !(n in [1, 2])',
  's.lowerAscii() == "web-1" && s.upperAscii() == "WEB-1" && " a ".trim() == "a"',
  's.matches("^Web-[0-9]+$") && s.startsWith("We") && s.endsWith("1") && s.contains("b-")',
  's.indexOf("-") == 3 && s.split("-") == ["Web", "1"] && list.join("+") == "a+b"',
  'size(emoji) == 2 && emoji.size() == 2 && size(labels) == 1',
  'labels["app.kubernetes.io/name"] == "web" && "app.kubernetes.io/name" in labels',
  'string(n) == "3" && int("42") == 42 && int(half) == 0 && double("1.5") == 1.5 && bool("true")',
  'timestamp(later) - timestamp(at) == duration("3599.5s")',
  'timestamp(at) + duration(age) > timestamp(later)',
  'duration("1h30m") == duration(age) && duration(age).getMinutes() == 90 && duration("-1.5s") < duration("0s")',
  'timestamp(at).getHours() == 23 && timestamp(at).getHours("Asia/Tokyo") == 8 && timestamp(at).getMilliseconds() == 500',
  'timestamp(at).getDayOfWeek() == 0 && timestamp(at).getMonth() == 10 && timestamp(at).getDate() == 22',
  '{"a": n} == {"a": 3.0} && [n, half] == [3, 0.5]',
  'dyn(n) == 3 && (n > 2 ? s == "Web-1" : false)',
  'list.map(i, i + "!") == ["a!", "b!"]',
  '"\uFF5E" < "\u{1F600}"',
];

for (const when of hold) {
  test(`${when} holds`, () => assert.equal(verdictOfRule({ when }, fact), 'true'));
}

const fail = [
  'timestamp("yesterday") == timestamp(at)',
  'duration("soon") > duration("1s")',
  'timestamp(at).getHours("Mars") == 1',
  'int("1e3") == 1000',
];

for (const when of fail) {
  test(`${when} is an error, not false`, () => assert.equal(verdictOfRule({ when }, fact), 'error'));
}
