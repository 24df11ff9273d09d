import { describe, test } from 'node:test';
import { runChecks, serverCheckChecks } from '@hexaops/core/testing';
import { settingsOf } from '../configuration.ts';
import { clickHouseCheck } from './check.ts';
import { ClickHouse } from './click-house.ts';

describe('the check of ClickHouse', () => {
  runChecks(
    serverCheckChecks({
      checkOf: (url) => clickHouseCheck(new ClickHouse(settingsOf({ url }))),
      well: { answer: { pieces: ['{"version":"25.8.1.1"}\n'] }, says: /^ClickHouse 25\.8\.1\.1 answers/ },
      unwell: {
        'an account that it does not let in': {
          answer: {
            status: 403,
            headers: { 'x-clickhouse-exception-code': '516' },
            pieces: ['Code: 516. DB::Exception: reader: Authentication failed. (AUTHENTICATION_FAILED)'],
          },
          says: /ClickHouse refuses the query: AUTHENTICATION_FAILED/,
        },
      },
    }),
    test,
  );
});
