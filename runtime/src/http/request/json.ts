import { HexaopsError } from '@hexaops/core';
import { visit } from 'jsonc-parser';

/** Parses a body. Raises `input-invalid` with the line and column of the mistake; never quotes the body. */
export function parseJson(text: string, maximumDepth: number): unknown {
  checkShape(text, maximumDepth);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson(text);
  }
  refuseRepeatedNames(text);
  return value;
}

/** Of two members of one name one reader takes the first and another the last: a proxy may have checked what is not done. */
function refuseRepeatedNames(text: string): void {
  const open: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => void open.push(new Set()),
      onObjectEnd: () => void open.pop(),
      onObjectProperty: (name, _offset, _length, line, column) => {
        const names = open.at(-1);
        if (names?.has(name) === true) throw repeated(line + 1, column + 1);
        names?.add(name);
      },
    },
    { disallowComments: true },
  );
}

function repeated(line: number, column: number): HexaopsError {
  return new HexaopsError('input-invalid', `the body gives a name twice: line ${line}, column ${column}`, {
    nextStep: 'give each name once',
    details: { line, column },
  });
}

/** Above it the place of a mistake is not looked for: that would hold up everybody else. Characters. */
const longestLocated = 131_072;

function notJson(text: string): HexaopsError {
  const nextStep = 'send one JSON object';
  if (text.length > longestLocated) return new HexaopsError('input-invalid', 'the body is not JSON', { nextStep });
  const { line, column } = firstMistake(text);
  return new HexaopsError('input-invalid', `the body is not JSON: mistake at line ${line}, column ${column}`, {
    nextStep,
    details: { line, column },
  });
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** JSON.parse says where only for some mistakes. */
function firstMistake(text: string): Place {
  const stop = Symbol('stop');
  let place: Place = { line: 1, column: 1 };
  try {
    visit(
      text,
      {
        onError: (_code, _offset, _length, line, column) => {
          place = { line: line + 1, column: column + 1 };
          throw stop;
        },
      },
      { disallowComments: true },
    );
  } catch (thrown) {
    if (thrown !== stop) throw thrown;
  }
  return place;
}

/** Members and elements that a body may have: more of them would hold up everybody else while they are parsed. */
const mostValues = 20_000;

/** Counts brackets and commas outside of strings, so that nothing that follows recurses or grows without a bound. */
function checkShape(text: string, maximumDepth: number): void {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (inString) {
      if (character === backslash) index += 1;
      else if (character === quote) inString = false;
    } else if (character === quote) inString = true;
    else if (character === comma) {
      values += 1;
      if (values > mostValues) throw beyond(`the body has more than ${mostValues} values`, 'send fewer', mostValues);
    } else if (character === openBrace || character === openBracket) {
      depth += 1;
      if (depth > maximumDepth)
        throw beyond(`the body nests deeper than ${maximumDepth} levels`, 'send it flatter', maximumDepth);
    } else if (character === closeBrace || character === closeBracket) depth -= 1;
  }
}

function beyond(message: string, nextStep: string, limit: number): HexaopsError {
  return new HexaopsError('input-invalid', message, { nextStep, details: { limit } });
}

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
