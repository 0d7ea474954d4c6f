// Notes of `check` on grounds that nobody can look up.

import { expect, it } from 'vitest';
import { citedFindings } from '../../src/checks/cited.ts';
import { citations } from '../../src/shell/cli/context.ts';
import { scenariosIn, shipped } from '../golden/scenarios.ts';
import { onBaseline } from '../study/scenarios.ts';

const cited = citations();

it('name documents and clauses that are not there, once each, with what may have been meant', () => {
  const { run, read } = onBaseline(`set:
  policy.advance.share: {value: 95%, source: {document: henna-2021, clause: 五（二）1}}
  policy.reserves.riskAdjustment.share: {value: 5%, source: {document: henna-2021, clause: 五（二）1}}
  policy.reserves.qualityDeposit.share: {value: 3%, source: {document: henan-2021, clause: 九（九）9}}
  policy.financing.interest: {value: 1%, source: {document: henan-2021, clause: 五（二）1}}`);
  expect(citedFindings(run, read, cited).map(({ code, path, grade, args }) => ({ code, path, grade, ...args }))).toEqual([
    { code: 'document-unknown', path: 'policy.reserves.riskAdjustment.share', grade: 'note', got: 'henna-2021', near: 'henan-2021' },
    {
      code: 'clause-unknown',
      path: 'policy.reserves.qualityDeposit.share',
      grade: 'note',
      got: '九（九）9',
      title: cited.get('henan-2021')?.title,
      near: expect.any(String),
    },
  ]);
});

it.each(scenariosIn('scenarios'))('%s has none', (name) => {
  const { run, read } = shipped(name);
  expect(citedFindings(run, read, cited)).toEqual([]);
});
