import { tenMillionRows } from './rows.ts';

console.log(await tenMillionRows());
