import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Evidence, EvidenceContent } from '../../../run/evidence.ts';
import { initialState } from '../../../run/state.ts';
import { checkWords } from '../check-words.ts';
import { corpusOf } from '../corpus.ts';

function evidence(id: string, title: string, content: EvidenceContent): Evidence {
  const readAt = '2026-11-01T00:00:00Z';
  return {
    id,
    step: 's',
    source: 'kubernetes',
    query: 'GET /',
    title,
    content,
    truncated: false,
    taint: 'untrusted',
    readAt,
  };
}

const minute = 60_000;
const corpus = corpusOf({
  ...initialState,
  evidence: [
    evidence('e1', 'Pods in shop', {
      kind: 'table',
      columns: ['pod', 'node', 'status', 'restarts', 'latency_ms', 'requests', 'ready', 'age'],
      rows: [
        ['checkout-7d9f', 'node-2', 'CrashLoopBackOff', 17, 420, 1200, '3/8', '12m'],
        ['cart-66b', 'node-1', 'Running', 0, 35, 90, '9/9', '3h'],
        ['mail-11a', 'node-1', 'Running', 0, 36, 91, '9/9', '3h'],
        ['tax-22b', 'node-1', 'Running', 0, 37, 92, '9/9', '3h'],
        ['search-33c', 'node-1', 'Running', 0, 38, 93, '9/9', '3h'],
      ],
    }),
    evidence('e2', 'Memory of checkout', {
      kind: 'series',
      unit: 'bytes',
      series: [
        {
          name: 'checkout',
          points: [
            [1_700_000_000_000, 512 * 2 ** 20],
            [1_700_000_000_000 + minute, 256 * 2 ** 20],
          ],
        },
      ],
    }),
    evidence('e3', 'Logs of checkout', {
      kind: 'text',
      text: '2026-11-14T00:10:10Z error msg="connection refused: postgres.shop.svc:5432"\n2026-11-14T00:10:12Z OOMKilled, exit code 137, -9, took 30 seconds',
    }),
  ],
  findings: [
    {
      cause: 'out-of-memory',
      object: { kind: 'Deployment', namespace: 'shop', name: 'checkout' },
      severity: 'critical',
      confidence: 0.9,
      summary: 'checkout was OOMKilled at its limit of 512Mi',
      evidence: ['e1'],
    },
  ],
});

const known = new Set(['e1', 'e2', 'e3']);
const check = (text: string, isCut = false) => checkWords(text, known, corpus, { doubtful: 'marked', isCut });
const struckOf = (sentence: string) => check(sentence).words === undefined;
/** The words of a sentence that are marked. */
const markedIn = (sentence: string) => /\(not in the evidence: (.*)\)$/.exec(check(sentence).words?.text ?? '')?.[1];

describe('what a model makes up', () => {
  const sentences = {
    'the place of a cell, a row or a point in its list': ['It restarted 4 times [e1].', 'It restarted 2 times [e1].'],
    'a time stamp that nobody sees': ['It took 1700000000000 [e2].'],
    'digits of other scripts': [
      'It restarted ١٨ times [e1].',
      'It restarted １８ times [e1].',
      'It restarted ⑱ times [e1].',
    ],
    'a unit that nobody measured in': [
      'It is at 17 % [e1].',
      'It is at 17% [e1].',
      'It is at 17 percent [e1].',
      'It is at 17 per cent [e1].',
      'Il est à 17 pour cent [e1].',
      'It waited 17 seconds [e1].',
      'It has a 17-second timeout [e1].',
      'Its latency is 420 seconds [e1].',
      'It uses 17 GiB [e1].',
      'It took 137 seconds [e3].',
      '17秒待ちました [e1]。',
    ],
    'a number in another size': [
      'There were 17k requests [e1].',
      'There were 1,201 requests [e1].',
      'Hubo 1.201 peticiones [e1].',
      'Il y a eu 1 201 requêtes [e1].',
      'There were 90,420 requests [e1].',
    ],
    'a sign': ['It restarted -17 times [e1].', 'It restarted \u{2212}17 times [e1].'],
    'a share of other parts': [
      '17 of 90 are ready [e1].',
      '8 of 9 are ready [e1].',
      '3 out of 9 are ready [e1].',
      'Only 3/9 are ready [e1].',
    ],
    'a day': ['It failed on November 17 [e3].', 'It failed on 14 October [e3].', 'It failed on 2026-11-15 [e3].'],
    'a time': ['It failed at 00:11 [e3].', 'It failed at 00:10:11 [e3].'],
    'a name with a digit or a sign in it': [
      'The pod checkout-8aaa fails [e1].',
      'It waits for redis.shop.svc [e3].',
      'It is shop/billing [e1].',
      'It is node-2/cart-66b [e1].',
      'Its trace is deadbeefcafebabe [e3].',
    ],
    'a reason with capitals in it': ['It ended with ImagePullBackOff [e1].'],
    'a word that is set apart': ['Restart `billing` [e1].', 'Restart "billing" [e1].', 'Restart ‘billing’ [e1].'],
    'a name that looks like another': ['The сheckout fails [e1].', 'It is сheckout-7d9f [e1].'],
  };
  for (const [what, examples] of Object.entries(sentences))
    test(`is struck: ${what}`, () =>
      assert.deepEqual(
        examples.filter((each) => !struckOf(each)),
        [],
      ));

  test('is struck, though a sentence that is true stands before it without a space', () => {
    const { words, struck } = check('17回再起動しました [e1]。ノードが壊れています。');
    assert.deepEqual([words?.text.split('\n')[0], struck], ['17回再起動しました。 [e1]', 1]);
  });

  const doubtful = {
    'a number in words': {
      'It restarted eighteen times [e1].': 'eighteen',
      'It restarted twenty-three times [e1].': 'twenty-three',
      'It restarted twice [e1].': 'twice',
      'It has seventeen cores [e1].': 'seventeen',
      'It had a dozen errors [e1].': 'dozen',
      'It restarted Ⅷ times [e1].': 'VIII',
      'There were thousands of errors [e1].': 'thousands',
      'Half of the pods fail [e1].': 'Half',
      'Es ist achtzehnmal neu gestartet [e1].': 'achtzehnmal',
      'Il a redémarré quatorze fois [e1].': 'quatorze',
      'Se reinició catorce veces [e1].': 'catorce',
      'ポッドは十八回再起動しました [e1]。': '18',
    },
    'a name in plain letters beside a kind': {
      'The service billing is affected, too [e1].': 'billing',
      'The billing service is affected, too [e1].': 'billing',
      'Pod billing: crashed [e1].': 'billing',
      'Der Service billing ist ausgefallen [e1].': 'billing',
      'Le service billing est en panne [e1].': 'billing',
      'El pod billing no responde [e1].': 'billing',
    },
    'words with a hyphen': { 'The payment-gateway waits [e1].': 'payment-gateway' },
    'a name with capitals': {
      'It fails because the Redis is down [e1].': 'Redis',
      'The owner of it is John Smith [e1].': 'John, Smith',
      'It ended with EACCES [e1].': 'EACCES',
    },
    'a name in a sentence of another script': {
      'Сервис billing упал [e1].': 'billing',
      '服务 billing 宕机 [e1]。': 'billing',
      'データベースbillingが落ちています [e1]。': 'billing',
      'billing 서비스가 실패했습니다 [e1].': 'billing',
      'It is in ѕһор [e1].': 'ѕһор',
    },
    'words that nobody said': {
      'The log says "the disk is full" [e3].': 'the disk is full',
      'Es meldet „disk full“ [e3].': 'disk full',
      'ログは「ディスク」です [e3]。': 'ディスク',
    },
  };
  for (const [what, examples] of Object.entries(doubtful))
    test(`is marked where it may be a plain word: ${what}`, () =>
      assert.deepEqual(Object.fromEntries(Object.keys(examples).map((each) => [each, markedIn(each)])), examples));

  test('is struck though it may be a plain word where the words become evidence themselves', () => {
    for (const each of Object.values(doubtful).flatMap((examples) => Object.keys(examples)))
      assert.equal(checkWords(each, known, corpus, { doubtful: 'struck' }).words, undefined, each);
  });
});

describe('what the evidence bears out', () => {
  const sentences = {
    English: [
      'The pod checkout-7d9f restarted 17 times within 12 minutes [e1].',
      'The container has reached its memory limit of 512Mi, 512 MB or 512 MiB [e1].',
      'The pod\u2019s memory reached 512 MiB, on average 384 MiB [e2].',
      'The service cannot connect to postgres.shop.svc:5432 [e3].',
      'Its database connections are refused [e3].',
      'Pods of checkout keep crashing, so the service returns errors [e1].',
      'The long-running container was killed with exit code 137 after 30 seconds [e3].',
      'The container is killed by the kernel\u2019s OOM killer [e3].',
      'The 30-second wait ended at 00:10, e.g. checkout-7d9f was killed [e3].',
      'The read/write path and/or the node is slow, i.e. it takes 420ms [e1].',
      'Deployment shop/checkout is out of memory, 90 per cent sure [e1].',
      '**Root cause:** the pod *checkout-7d9f* hits its limit of 512 MiB [e1].',
      'It needs 420 ms and had 1,200 requests [e1].',
      '3 of 8 are ready [e1].',
      'It failed on November 14, at 00:10:12 [e3].',
      'On 14 November 2026 it failed [e3].',
      'The log says "connection refused" [e3].',
      'It restarted 17x, its pods aren\u2019t ready, and the back-off doesn\u2019t help [e1].',
      'It restarted seventeen times [e1].',
      'Consider raising the memory limit of the deployment checkout [e1].',
      'HTTP requests of checkout fail, since its CPU is throttled and its TCP connections time out [e1].',
    ],
    French: [
      'Le pod checkout-7d9f a redémarré 17 fois en 12 minutes [e1].',
      'Le pod checkout-7d9f consomme trop de mémoire et redémarre sans cesse aujourd\u2019hui [e1].',
      'Le service ne peut pas joindre postgres.shop.svc:5432 [e3].',
      'C\u2019est-à-dire que le service ne répond plus, peut-être à cause de l\u2019OOM [e3].',
      'Seuls 3 des 8 pods sont prêts, il y a eu 1\u202f200 requêtes [e1].',
      'L\u2019image du pod checkout-7d9f est relancée [e1].',
    ],
    German: [
      'Der Pod checkout-7d9f wurde 17-mal neu gestartet [e1].',
      'Die Pods im Namespace shop hatten 1.200 Anfragen [e1].',
      'Der Pod verbraucht mehr als 512Mi und der Service antwortet nicht [e1].',
      'Der Checkout-Pod wurde wegen Out-of-Memory beendet, d.h. mit Code 137 [e3].',
      'Nur 3 von 8 Replikaten sind bereit, zu 90 % aus Speichermangel [e1].',
      'Das Deployment checkout scheitert, weil der Container mehr als 512Mi braucht [e1].',
    ],
    Spanish: [
      'El pod checkout-7d9f se ha reiniciado 17 veces [e1].',
      'El pod consume demasiada memoria y el contenedor fue terminado por OOM con el código 137 [e3].',
      'Solo 3 de 8 réplicas están listas, con un 90 por ciento de certeza [e1].',
    ],
    Portuguese: ['O pod checkout-7d9f reiniciou 17 vezes e o limite dos pods é 512Mi [e1].'],
    Russian: ['Под checkout-7d9f перезапустился 17 раз [e1].'],
    Japanese: [
      'ポッドcheckout-7d9fは17回再起動しました [e1]。',
      'Podのcheckout-7d9fは12分間に１７回再起動しました。[e1]',
      'ログには「connection refused」とあります [e3]。',
      'ポッドは十七回再起動しました [e1]。',
      '再起動回数17回、レイテンシ420ms [e1]。',
      '原因は90%の確率でメモリ不足（OOM）です [e1]。',
      'CPU不足でHTTPリクエストが失敗しています [e1]。',
      '万一に備えて十分なメモリを確保してください [e1]。',
    ],
    Chinese: ['Pod checkout-7d9f 重启了 17 次 [e1]。'],
    Korean: ['파드 checkout-7d9f가 17회 재시작되었습니다 [e1].'],
    Arabic: ['أعيد تشغيل checkout-7d9f عدد ١٧ مرة [e1].'],
  };
  for (const [language, examples] of Object.entries(sentences))
    test(`is said as it is in ${language}`, () =>
      assert.deepEqual(
        examples.filter((each) => struckOf(each) || check(each).struck > 0 || markedIn(each) !== undefined),
        [],
      ));

  test('is said, and what may be a name is marked, where this code does not know a plain word', () => {
    const said = check('The pod swallowed its errors [e1].').words;
    assert.deepEqual(said, {
      text: 'The pod swallowed its errors. [e1] (not in the evidence: swallowed)',
      citations: ['e1'],
    });
  });

  test('has its units where they were measured, in whatever it was read', () => {
    const read = (content: EvidenceContent) => corpusOf({ ...initialState, evidence: [evidence('e1', 'it', content)] });
    const contents: readonly EvidenceContent[] = [
      { kind: 'text', text: 'took_ms=420 status=17' },
      { kind: 'text', text: '{"took_ms": 420, "status": 17}' },
      { kind: 'text', text: 'after 420 milliseconds, 17' },
      { kind: 'object', object: { tookMs: 420, status: 17 } },
      { kind: 'table', columns: ['took (ms)', 'status'], rows: [[420, 17]] },
    ];
    for (const content of contents) {
      const said = (text: string) => checkWords(text, known, read(content), { doubtful: 'marked' }).words !== undefined;
      assert.ok(said('It took 420 ms [e1].'), JSON.stringify(content));
      assert.ok(said('It took 420ms [e1].'), JSON.stringify(content));
      assert.ok(!said('It took 17 ms [e1].'), JSON.stringify(content));
      assert.ok(!said('It took 420 s [e1].'), JSON.stringify(content));
    }
  });
});

describe('a model that does not know when to end', () => {
  test('says each sentence once', () => {
    const { words } = check('It restarted 17 times [e1]. '.repeat(30));
    assert.equal(words?.text, 'It restarted 17 times. [e1]');
  });

  test('and is cut says no half sentence: half of a number is another', () => {
    const text = 'It restarted 17 times [e1]. As [e1] shows there were 12';
    assert.match(check(`${text}00`).words?.text ?? '', /1200/);
    const cut = check('It restarted 17 times [e1]. As [e1] shows there were 9', true);
    assert.deepEqual([cut.words?.text.split('\n')[0], cut.struck], ['It restarted 17 times. [e1]', 1]);
    assert.equal(check('It restarted 17 times [e1].', true).struck, 0);
  });
});
