// The yardstick's county written out in cells, as an analyst would: yuan, ROUND, one row a month. The same formulas go
// to HyperFormula and LibreOffice. A1 is 1 for noise and 0 for the calm years; RAND makes each recalculation a draw.

const MONTHS = 12;
const TOP = 30;
/** Rows of a year: twelve months and what the year comes to. */
const YEAR_ROWS = MONTHS + 1;

function columnName(index) {
  let name = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

class Sheet {
  /** @type {(string | number | null)[][]} */
  rows = [];
  /** Next free row of the column that holds single values. */
  single = 1;

  put(row, column, value) {
    while (this.rows.length <= row) this.rows.push([]);
    const cells = this.rows[row];
    while (cells.length <= column) cells.push(null);
    cells[column] = value;
    return `${columnName(column)}${row + 1}`;
  }

  /** A formula of its own row, in a column far from the months. */
  value(formula) {
    const row = this.single++;
    return this.put(row, SINGLES, typeof formula === 'number' ? formula : `=${formula}`);
  }

  /** Parts of a total by weights, by largest remainder to the cent; three parties. */
  apportion(total, weights) {
    const sum = this.value(weights.join('+'));
    const floors = weights.map((weight) => this.value(`IF(${sum}=0,0,ROUNDDOWN(ROUND(${total}*${weight}/${sum},6),2))`));
    const rests = weights.map((weight, i) => this.value(`IF(${sum}=0,0,${total}*${weight}/${sum}-${floors[i]})`));
    const left = this.value(`IF(${sum}=0,0,ROUND((${total}-${floors.join('-')})*100,0))`);
    return floors.map((floor, i) => {
      const ahead = rests.flatMap((rest, j) => (j === i ? [] : [`IF(${rest}${j < i ? '>=' : '>'}${rests[i]},1,0)`]));
      return this.value(`ROUND(${floor}+IF(${ahead.join('+')}<${left},0.01,0),2)`);
    });
  }
}

const SINGLES = 100;
const NOISE = '$A$1';
const WIDTH = 32;

/** @returns {{rows: (string | number | null)[][], figures: Record<string, string>}} formulas, and where each figure stands */
export function sheetOf(inputs, totals) {
  const sheet = new Sheet();
  sheet.put(0, 0, 0);
  const figures = {};
  const spent = inputs.past.map((year) => year.map((fen) => sheet.value(fen / 100)));
  let [pool, risk] = ['0', '0'];
  const heads = inputs.heads.map((people) => sheet.value(people / 10_000));
  for (const [y, year] of inputs.years.entries()) {
    const total = sheet.value(totals[y] / 100);
    const [critical, contribution, deposits] = [6, 5, 5].map((percent) => sheet.value(`ROUND(${total}*${percent}%,2)`));
    const quotaPool = sheet.value(`ROUND(${total}-${critical}-${contribution}-${deposits},2)`);
    const byHeads = sheet.value(`ROUND(${quotaPool}*60%,2)`);
    const byHistory = sheet.value(`ROUND(${quotaPool}-${byHeads},2)`);
    const history = inputs.alliances.map((_, a) =>
      sheet.value(
        `ROUND(${spent
          .slice(0, 3)
          .map((of) => of[a])
          .join('+')},2)`,
      ),
    );
    const first = sheet.apportion(byHeads, heads);
    const second = sheet.apportion(byHistory, history);
    const quotas = inputs.alliances.map((_, a) => sheet.value(`ROUND(${first[a]}+${second[a]},2)`));
    const parts = sheet.apportion(deposits, quotas);
    const results = inputs.alliances.map((_, a) => monthsOf(sheet, inputs, { y, a, quota: quotas[a] }));
    spent.unshift(results.map((of) => of.spending));
    const settled = results.map((of, a) => settle(sheet, { ...of, quota: quotas[a], deposit: parts[a], points: inputs.scorePoints }));
    const claims = sheet.value(`ROUND(${settled.map(({ claim }) => claim).join('+')},2)`);
    const fund = sheet.value(`ROUND(${risk}+${contribution},2)`);
    const short = sheet.apportion(
      fund,
      settled.map(({ claim }) => claim),
    );
    const ends = settled.map((of, a) => endOf(sheet, { ...of, ...results[a], claims, fund, short: short[a] }));
    pool = sheet.value(`ROUND(${pool}+${settled.map((of) => `${of.toPool}+${of.deposit}-${of.returned}`).join('+')},2)`);
    risk = sheet.value(`ROUND(${fund}-${ends.map(({ funded }) => funded).join('-')},2)`);
    const flows = ends.map((of, a) => `${results[a].spending}-${of.borne}+${settled[a].retained}+${settled[a].returned}`).join('+');
    const payable = sheet.value(`ROUND((${pool}+${risk})*12/(${critical}+${flows}),2)`);
    Object.assign(figures, { [`${year}.pool.closing`]: pool, [`${year}.pool.riskClosing`]: risk, [`${year}.pool.payableMonths`]: payable });
    for (const [a, id] of inputs.alliances.entries()) {
      const of = { ...settled[a], ...ends[a], quota: quotas[a], expenditure: results[a].spending, cashGap: results[a].gap };
      for (const [key, name] of Object.entries(SHOWN)) figures[`${year}.alliances.${id}.${key}`] = of[name];
    }
  }
  return { rows: sheet.rows, figures };
}

/** Figures of an alliance, and what they are called here. */
const SHOWN = {
  quota: 'quota',
  expenditure: 'expenditure',
  cashGap: 'cashGap',
  retained: 'retained',
  toPool: 'toPool',
  funded: 'funded',
  borne: 'borne',
  deposit: 'deposit',
  depositReturned: 'returned',
  finalPayment: 'final',
};

/** Twelve months of one alliance: care by stream, advances with three reviews, running cash. */
function monthsOf(sheet, inputs, { y, a, quota }) {
  const top = TOP + y * YEAR_ROWS;
  const left = 1 + a * WIDTH;
  const streams = inputs.sigma.length;
  const at = (m, column) => `${columnName(left + column)}${top + m + 1}`;
  const span = (m, from, to) => `${at(0, from)}:${at(m, to)}`;
  const shock = sheet.value(`${inputs.shock}*NORMSINV(RAND())*${NOISE}`);
  const whole = sheet.value(`ROUND(${quota}*90%,2)`);
  const [planFloor, partFloor] = [whole, quota].map((amount) => sheet.value(`ROUNDDOWN(ROUND(${amount}/12,6),2)`));
  const [planLeft, partLeft] = [
    [whole, planFloor],
    [quota, partFloor],
  ].map(([amount, floor]) => sheet.value(`ROUND((${amount}-12*${floor})*100,0)`));
  const CARE = 2 * streams;
  const [SPENT, OFF, GROSS, OWED, REMITTED, PAID, CASH] = [0, 1, 2, 3, 4, 5, 6].map((n) => 3 * streams + n);
  let factor = '1';
  for (let m = 0; m < MONTHS; m++) {
    const row = top + m;
    for (let s = 0; s < streams; s++) {
      const mean = -(inputs.sigma[s] ** 2) / 2;
      sheet.put(row, left + s, inputs.cells[y][a][m][s] / 100);
      sheet.put(row, left + streams + s, `=IF(${NOISE}=0,1,ROUND(EXP(${mean.toFixed(8)}+${shock}+${inputs.sigma[s]}*NORMSINV(RAND())),6))`);
      sheet.put(row, left + CARE + s, `=ROUND(${at(m, s)}*${at(m, streams + s)},2)`);
    }
    sheet.put(row, left + SPENT, `=ROUND(SUM(${at(m, CARE)}:${at(m, CARE + streams - 1)}),2)`);
    sheet.put(row, left + OFF, `=ROUND(${inputs.offCounty.map((s) => at(m, CARE + s)).join('+')},2)`);
    const before = m === 0 ? '0' : `SUM(${span(m - 1, GROSS, GROSS)})`;
    const planned = `(${planFloor}+IF(${m + 1}<=${planLeft},0.01,0))`;
    sheet.put(row, left + GROSS, `=MIN(ROUND(${planned}*${factor},2),ROUND(${quota}-${before},2))`);
    const carried = m === 0 ? '0' : `${at(m - 1, OWED)}-${at(m - 1, REMITTED)}`;
    sheet.put(row, left + OWED, `=ROUND(${at(m, OFF)}+${carried},2)`);
    sheet.put(row, left + REMITTED, `=MIN(${at(m, GROSS)},${at(m, OWED)})`);
    sheet.put(row, left + PAID, `=ROUND(${at(m, GROSS)}-${at(m, REMITTED)},2)`);
    sheet.put(row, left + CASH, `=ROUND(${m === 0 ? '0' : at(m - 1, CASH)}+${at(m, PAID)}-${at(m, SPENT)}+${at(m, OFF)},2)`);
    if (m === 2 || m === 5 || m === 8) {
      const toDate = sheet.value(`ROUND(${m + 1}*${partFloor}+0.01*MIN(${m + 1},${partLeft}),2)`);
      const rate = sheet.value(`ROUND(SUM(${span(m, SPENT, SPENT)}),2)/${toDate}`);
      factor = sheet.value(`IF(${rate}<81%,0.9,IF(${rate}<94.5%,1,IF(${rate}<99%,1.075,1.1)))`);
    }
  }
  return {
    spending: sheet.value(`ROUND(SUM(${span(MONTHS - 1, SPENT, SPENT)}),2)`),
    off: sheet.value(`ROUND(SUM(${span(MONTHS - 1, OFF, OFF)}),2)`),
    paid: sheet.value(`ROUND(SUM(${span(MONTHS - 1, PAID, PAID)}),2)`),
    gap: sheet.value(`MAX(0,-MIN(${span(MONTHS - 1, CASH, CASH)}))`),
  };
}

/** R7 of one alliance up to its claim. */
function settle(sheet, { spending, quota, deposit, points }) {
  const score = sheet.value(`IF(${NOISE}=0,85,MAX(0,MIN(100,ROUND(85+${points}*NORMSINV(RAND()),0))))`);
  const share = (rows) => rows.reduceRight((rest, [least, percent]) => `IF(${score}>=${least},${percent}%,${rest})`, '0');
  const surplus = sheet.value(`MAX(0,ROUND(${quota}-${spending},2))`);
  const overspend = sheet.value(`MAX(0,ROUND(${spending}-${quota},2))`);
  const retained = sheet.value(
    `ROUND(${surplus}*${share([
      [90, 100],
      [80, 95],
      [70, 85],
      [60, 70],
    ])},2)`,
  );
  sheet.value(`ROUND(${retained}-ROUND(${retained}*30%,2),2)`);
  const [low, middle, high] = ['5%', '10%', '13.75%'].map((upTo) => sheet.value(`MIN(${overspend},ROUND(${quota}*${upTo},2))`));
  return {
    deposit,
    overspend,
    retained,
    toPool: sheet.value(`ROUND(${surplus}-${retained},2)`),
    claim: sheet.value(`ROUND(ROUND((${middle}-${low})*50%,2)+ROUND((${high}-${middle})*80%,2),2)`),
    returned: sheet.value(
      `ROUND(${deposit}*${share([
        [90, 100],
        [80, 90],
        [70, 75],
        [60, 50],
      ])},2)`,
    ),
  };
}

/** What the risk fund pays of the claim, and what is left. */
function endOf(sheet, { overspend, retained, claim, claims, fund, short, spending, paid, off }) {
  const funded = sheet.value(`IF(${claims}<=${fund},${claim},${short})`);
  const borne = sheet.value(`ROUND(${overspend}-${funded},2)`);
  return { funded, borne, final: sheet.value(`ROUND(${spending}+${retained}-${borne}-${paid}-${off},2)`) };
}
