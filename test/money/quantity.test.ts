// R0: what may be written, exactly, and what may not.

import { describe, expect, expectTypeOf, it } from 'vitest';
import { percent, percentage, wanGrouped, yuan, yuanGrouped } from '../../src/money/display.ts';
import { type Fen, fen } from '../../src/money/fen.ts';
import { readAmount, readDecimal, readRatio, readWhole } from '../../src/money/quantity.ts';
import { compareShare, type Ratio, ratio, times } from '../../src/money/ratio.ts';

const code = (reading: ReturnType<typeof readAmount> | ReturnType<typeof readRatio> | ReturnType<typeof readWhole>) =>
  'refusal' in reading ? reading.refusal.code : reading.value;

describe('amounts', () => {
  it.each([
    ['400元', 40_000],
    ['3.2亿元', 32_000_000_000],
    ['1,234.56', 123_456],
    ['1,234.5678万元', 1_234_567_800],
    ['-1000.01', -100_001],
    ['0.29', 29],
    ['1000000000000元', 100_000_000_000_000],
  ])('%s', (text, want) => expect(code(readAmount(text))).toBe(want));
  it.each([
    ['0.001元', 'finer-than-fen'],
    ['1.23456789万元', 'finer-than-fen'],
    ['3.2亿', 'half-written-unit'],
    ['5万', 'half-written-unit'],
    ['1e3', 'not-plain-decimal'],
    ['0x1F', 'not-plain-decimal'],
    ['0o17', 'not-plain-decimal'],
    ['.5', 'not-plain-decimal'],
    ['1_000', 'not-plain-decimal'],
    ['12,34', 'not-a-number'],
    ['十元', 'not-a-number'],
    ['', 'not-a-number'],
    ['1000000000000.01元', 'amount-too-large'],
  ])('%s is refused as %s', (text, want) => expect(code(readAmount(text))).toBe(want));
  it('takes 元/人 only for what is per head', () => {
    expect(code(readAmount('400元/人', true))).toBe(40_000);
    expect(code(readAmount('400元/人'))).toBe('half-written-unit');
  });
  it('suggests the unit that was meant', () => {
    const reading = readAmount('3.2亿');
    expect('refusal' in reading && reading.refusal.suggestion).toBe('3.2亿元');
  });
});

describe('ratios', () => {
  it.each([
    ['5%', ratio(1n, 20n)],
    ['1.5‰', ratio(3n, 2000n)],
    ['0.05', ratio(1n, 20n)],
    ['-1%', ratio(-1n, 100n)],
    ['0.0500000000000000001', ratio(500000000000000001n, 10000000000000000000n)],
  ])('%s', (text, want) => expect(code(readRatio(text, false))).toEqual(want));
  it('refuses a bare ratio above 1, but not a factor', () => {
    expect(code(readRatio('5', false))).toBe('ratio-bare');
    expect(code(readRatio('1', false))).toEqual(ratio(1n, 1n));
    expect(code(readRatio('1.22', true))).toEqual(ratio(61n, 50n));
  });
  it('is compared exactly: a long decimal just above 90% is not 90%', () => {
    const above = readRatio('0.90000000000000000001', false);
    if (!('value' in above)) throw new Error('not read');
    expect(compareShare(fen(90), fen(100), above.value)).toBe(-1);
    expect(compareShare(fen(90), fen(100), ratio(9n, 10n))).toBe(0);
  });
});

describe('whole numbers and scores', () => {
  it('reads heads with and without units', () => {
    expect(['412358', '412,358人', '41.2358万人'].map((t) => code(readWhole(t)))).toEqual([412358, 412358, 412358]);
    expect(code(readWhole('1.5'))).toBe('not-whole');
  });
  it('reads a score exactly', () => expect(readDecimal('92.5')).toEqual({ value: ratio(185n, 2n) }));
});

describe('times', () => {
  it('rounds half away from zero', () => {
    const half = ratio(1n, 2n);
    expect([1, 3, -1, -3, 0].map((n) => times(fen(n), half))).toEqual([1, 2, -1, -2, 0]);
    expect(Object.is(times(fen(-0), half), 0)).toBe(true);
  });
  it('keeps the fen that a float would lose', () => {
    // 1.15 × 100 is 114.99999999999999 in floats
    expect(times(fen(100), ratio(115n, 100n))).toBe(115);
    expect(times(fen(99_999_999_999_999), ratio(999_999_999n, 1_000_000_000n))).toBe(99_999_999_899_999);
  });
});

describe('units in types', () => {
  it('fen and ratios do not mix', () => {
    const rate: Ratio = ratio(1n, 2n);
    // @ts-expect-error a ratio is not an amount
    const wrong: Fen = rate;
    // @ts-expect-error a bare number is not an amount
    const bare: Fen = 5;
    // @ts-expect-error an amount and a ratio have no sum
    const sum = fen(5) + rate;
    expect([wrong, bare, sum]).toHaveLength(3);
    expectTypeOf(times).parameter(0).toEqualTypeOf<Fen>();
  });
});

describe('what is shown', () => {
  it('writes yuan, 万元 and percentages', () => {
    expect([yuan(fen(-66)), yuan(fen(0)), yuanGrouped(fen(123456789)), wanGrouped(fen(123456789))]).toEqual([
      '-0.66',
      '0.00',
      '1,234,567.89',
      '123.46',
    ]);
    expect([percentage(fen(1), fen(3)), percentage(fen(-1), fen(3)), percentage(fen(1), fen(0))]).toEqual(['33.33%', '-33.33%', null]);
    expect([percent(ratio(1n, 20n)), percent(ratio(8125n, 100000n)), percent(ratio(1n, 3n))]).toEqual(['5.00%', '8.125%', '33.333333%']);
  });
  it('rounds half away from zero', () => {
    expect([percentage(fen(12345), fen(1_000_000)), percentage(fen(-12345), fen(1_000_000))]).toEqual(['1.23%', '-1.23%']);
    expect([percentage(fen(12355), fen(1_000_000)), wanGrouped(fen(5000)), wanGrouped(fen(-5000)), wanGrouped(fen(4999))]).toEqual([
      '1.24%',
      '0.01',
      '-0.01',
      '0.00',
    ]);
  });
});
