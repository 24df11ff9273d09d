/**
 * Numbers in words, of the languages that models answer in most. Left out is `one`, which counts nothing most of the time, and
 * Spanish `dos`, which is an article in Portuguese.
 */
const values: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'two,deux,zwei,dois,twice=2 three,trois,drei,tres,três,thrice=3 four,quatre,vier,cuatro,quatro=4 five,cinq,fünf,cinco=5 ' +
    'six,sechs,seis=6 seven,sept,sieben,siete,sete=7 eight,huit,acht,ocho,oito=8 nine,neuf,neun,nueve,nove=9 ' +
    'ten,dix,zehn,diez,dez=10 eleven,onze,elf=11 twelve,douze,zwölf,doce,doze,dozen,dozens=12 thirteen,treize,dreizehn,trece,treze=13 ' +
    'fourteen,quatorze,vierzehn,catorce,catorze=14 fifteen,quinze,fünfzehn,quince=15 sixteen,seize,sechzehn,dieciséis,dezesseis=16 ' +
    'seventeen,siebzehn,diecisiete,dezessete=17 eighteen,achtzehn,dieciocho,dezoito=18 nineteen,neunzehn,diecinueve,dezenove=19 ' +
    'twenty,vingt,zwanzig,veinte,vinte=20 thirty,trente,dreißig,treinta,trinta=30 forty,quarante,vierzig,cuarenta,quarenta=40 ' +
    'fifty,cinquante,fünfzig,cincuenta,cinquenta=50 sixty,soixante,sechzig,sesenta,sessenta=60 seventy,siebzig,setenta=70 ' +
    'eighty,achtzig,ochenta,oitenta=80 ninety,neunzig,noventa=90 hundred,hundreds,hundert,cent,cien,ciento,cem=100 ' +
    'thousand,thousands,mille,tausend,mil=1000 million,millions,millionen,millón,millones,milhão,milhões=1000000 ' +
    'billion,billions=1000000000'
  )
    .split(' ')
    .flatMap((entry) => {
      const [names = '', value = ''] = entry.split('=');
      return names.split(',').map((name) => [name, Number(value)]);
    }),
);

const signs = new Map(Array.from('〇一二三四五六七八九', (sign, value) => [sign, value]));
const powers = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);
const myriads = new Map([
  ['万', 10_000],
  ['億', 100_000_000],
]);
/** Numbers in Chinese signs: two at least, or one that something is counted by. */
const inSigns =
  /[〇一二三四五六七八九十百千万億]{2,}|[二三四五六七八九百千](?=[回個件台秒時日週月人つ倍割次番本度种次个])|十(?=[回個件台秒時日週月人倍番本度个])/gu;
/** Words, not numbers. */
const noNumbers = new Set(['万一', '千万', '一一']);

/** `zweimal`, `dreifach`, `twofold` */
const counting = /-?(?:mal|fach|fold)$/u;

/** The numbers that a word says, as they are written in digits; those of a word with digits are another matter. */
export function numbersSaid(word: string): readonly string[] {
  const lower = word.toLowerCase();
  if (/^[a-z]+$/.test(lower) && !Object.hasOwn(values, lower) && !counting.test(lower)) return [];
  const bare = lower.replace(counting, '');
  const value = Object.hasOwn(values, bare) ? values[bare] : undefined;
  if (value !== undefined) return [String(value)];
  const [tens = '', ones = '', ...more] = lower.split('-');
  if (more.length === 0 && Object.hasOwn(values, tens) && Object.hasOwn(values, ones))
    return [String((values[tens] ?? 0) + (values[ones] ?? 0))];
  return (lower.match(inSigns) ?? []).filter((each) => !noNumbers.has(each)).map((each) => String(valueInSigns(each)));
}

function valueInSigns(text: string): number {
  let [total, section, digit] = [0, 0, 0];
  for (const sign of text) {
    const [value, power, myriad] = [signs.get(sign), powers.get(sign), myriads.get(sign)];
    if (value !== undefined) digit = digit * 10 + value;
    else if (power !== undefined) [section, digit] = [section + Math.max(1, digit) * power, 0];
    else if (myriad !== undefined) [total, section, digit] = [total + Math.max(1, section + digit) * myriad, 0, 0];
  }
  return total + section + digit;
}

/** The ways in which evidence may have a number that an answer writes so: `1,200` and `1.200` are 1200, `17th`, `17x`, `17-mal` are 17. */
export function formsOf(word: string): readonly string[] {
  const bare = /^(-?\d+)(?:st|nd|rd|th|x|-mal|-fach|-fold|er|e)$/i.exec(word)?.[1];
  const grouped = /^-?\d{1,3}(?:[,']\d{3})+(?:\.\d+)?$/.test(word) ? word.replaceAll(/[,']/g, '') : undefined;
  const decimal = /^-?\d+,\d+$/.test(word) ? word.replace(',', '.') : undefined;
  const groupedByDots = /^-?\d{1,3}(?:\.\d{3})+$/.test(word) ? word.replaceAll('.', '') : undefined;
  const version = /^v(\d+\.[\d.]+)$/i.exec(word)?.[1];
  return [word, bare, grouped, groupedByDots, decimal, version].filter((each) => each !== undefined);
}

/** Shares, which evidence has to name. */
const shares = /^(?:half|halves|quarters?|thirds|moitié|quart|hälfte|viertel|drittel|mitad|tercio|metade|半分|半数)$/i;

export function isShare(word: string): boolean {
  return shares.test(word);
}

/** What is measured, and the ways to write it; those of one letter stand at a number alone. */
const units: readonly (readonly string[])[] = [
  '% percent percentage pct prozent pourcent パーセント',
  'ms millisecond milliseconds millis millisekunden millisecondes milisegundos ミリ秒',
  's sec secs second seconds sekunde sekunden seconde secondes segundo segundos 秒',
  'm min mins minute minutes minuten minuto minutos 分',
  'h hr hrs hour hours stunde stunden heure heures hora horas 時間',
  'd day days tag tage tagen jour jours día días dia dias 日',
  'w week weeks woche wochen semaine semaines semana semanas 週',
  'b byte bytes octet octets バイト',
  'k ki kb kib kilobyte kilobytes kibibytes',
  'mi mb mib megabyte megabytes mebibytes',
  'g gi gb gib gigabyte gigabytes gibibytes',
  't ti tb tib terabyte terabytes tebibytes',
  'core cores cpu cpus vcpu vcpus',
  'millicore millicores mcpu m',
].map((line) => line.split(' '));

const byName = new Map(units.flatMap((names) => names.map((name) => [name, names])));
/** Of scripts without spaces: what follows them is no part of them. The longest first. */
const unspaced = [...byName]
  .filter(([name]) => /[\p{sc=Han}\p{sc=Katakana}]/u.test(name))
  .toSorted(([one], [other]) => other.length - one.length);

/** The ways to write the unit that a text begins with, if it does: what follows a number. */
export function unitAt(text: string): readonly string[] | undefined {
  const next = /^(?:%|[\p{L}\p{M}]{1,16}(?![\p{L}\p{M}]))/u.exec(text)?.[0].toLowerCase();
  // A lone m may be a thousandth, a minute or a million.
  const known = next === undefined || next === 'm' ? undefined : byName.get(next);
  return known ?? unspaced.find(([name]) => text.startsWith(name))?.[1];
}

/** The ways to write the units that a name has in it: of `latency_ms`, `periodSeconds`. */
export function unitsIn(name: string): readonly string[] {
  const parts = name.split(/[^\p{L}%]+|(?<=\p{Ll})(?=\p{Lu})/u).map((part) => part.toLowerCase());
  return parts.flatMap((part) => (part.length > 1 || part === '%' ? (byName.get(part) ?? []) : []));
}

const monthNames = 'january february march april may june july august september october november december'.split(' ');
const months = new Map(
  [...monthNames.map((name) => name.slice(0, 3)), ...monthNames].map((name, index) => [name, (index % 12) + 1]),
).set('sept', 9);

/** 1 to 12. */
export function monthOf(word: string): number | undefined {
  return months.get(word.toLowerCase());
}
