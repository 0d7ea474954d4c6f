"""The yardstick's county in numpy, many draws at once. Told what to do in lines of JSON; answers likewise.

{"county": {...}} lays it out; {"calm": true} plays it without noise and tells the figures in yuan; {"play": n} plays n draws with noise,
takes means and quantiles, and tells the seconds; {"stop": true} ends it. Amounts are whole fen in doubles or 64-bit integers, exact.
"""

import json
import sys
import time

import numpy as np

MONTHS = 12
# Draws at a time: few enough for the working set to stay in the processor's cache.
CHUNK = 500
MILLION = 1_000_000
QUANTILES = (0.1, 0.5, 0.9)
# (thousandths, share in percent), best first.
RETENTION = ((90, 100), (80, 95), (70, 85), (60, 70))
RETURNED = ((90, 100), (80, 90), (70, 75), (60, 50))


def rounded(amount, numerator, denominator):
    """amount × numerator ÷ denominator of whole, not negative numbers, half up."""
    return (amount * numerator * 2 + denominator) // (denominator * 2)


def apportion(total, weights):
    """Largest remainder, ties to the first; along the last axis. Products may wrap: remainders come out right all the same."""
    whole = weights.sum(axis=-1, keepdims=True)
    used = np.maximum(whole, 1)
    parts = np.floor(total[..., None].astype(np.float64) * weights / used).astype(np.int64)
    rest = total[..., None] * weights - parts * used
    parts += (rest >= used).astype(np.int64) - (rest < 0)
    rest = total[..., None] * weights - parts * used
    left = total - parts.sum(axis=-1)
    order = np.argsort(np.argsort(-rest, axis=-1, kind="stable"), axis=-1, kind="stable")
    parts += (order < left[..., None]).astype(np.int64)
    return np.where(whole > 0, parts, 0)


def even_months(amount):
    """An amount over twelve months: month first."""
    each, left = amount // MONTHS, amount % MONTHS
    return [each + (month < left) for month in range(MONTHS)]


def share(score, rows):
    percent = np.zeros_like(score)
    for least, value in reversed(rows):
        percent = np.where(score >= least, value, percent)
    return percent


class County:
    def __init__(self, told):
        self.years = told["years"]
        self.alliances = told["alliances"]
        self.heads = np.array(told["heads"], dtype=np.int64)
        self.totals = told["totals"]
        self.past = np.array(told["past"], dtype=np.int64)
        self.sigma = np.array(told["sigma"])
        self.shock = told["shock"]
        self.points = told["scorePoints"]
        self.off = told["offCounty"]
        # Year, alliance, month, stream.
        self.cells = np.array(told["cells"], dtype=np.float64)
        self.quotients = np.floor(self.cells / MILLION)
        self.remainders = self.cells - self.quotients * MILLION
        self.random = np.random.Generator(np.random.SFC64(12345))

    def care(self, y, draws, noisy):
        """Care of a year: draw, alliance, month, stream; whole fen in doubles."""
        if not noisy:
            return np.broadcast_to(self.cells[y], (draws, *self.cells[y].shape))
        shape = (draws, *self.cells[y].shape)
        normal = self.random.standard_normal(shape)
        normal *= self.sigma
        normal -= self.sigma**2 / 2
        normal += self.shock * self.random.standard_normal((draws, len(self.alliances), 1, 1))
        np.exp(normal, out=normal)
        normal *= MILLION
        normal += 0.5
        factor = np.floor(normal, out=normal)
        low = self.remainders[y] * factor
        low += 500_000.5
        low *= 1e-6
        np.floor(low, out=low)
        factor *= self.quotients[y]
        factor += low
        return factor

    def play(self, draws, noisy):
        """Figures of every year by name: draw × alliance, or draw."""
        alliances = len(self.alliances)
        past = [np.broadcast_to(spent, (draws, alliances)) for spent in self.past]
        pool = np.zeros(draws, dtype=np.int64)
        risk = np.zeros(draws, dtype=np.int64)
        figures = []
        for y, total in enumerate(self.totals):
            year, pool, risk, spent = self.play_year(y, total, past, pool, risk, draws, noisy)
            past = [spent, *past[:2]]
            figures.append(year)
        return figures

    def play_year(self, y, total, past, pool, risk, draws, noisy):
        critical, contribution, deposits = (rounded(total, percent, 100) for percent in (6, 5, 5))
        available = total - critical - contribution - deposits
        by_heads = rounded(available, 60, 100)
        one = np.array([by_heads])
        quota = apportion(one, self.heads[None, :]) + apportion(np.full(draws, available - by_heads), past[0] + past[1] + past[2])
        deposit = apportion(np.full(draws, deposits), quota)
        care = self.care(y, draws, noisy)
        months = care.sum(axis=-1).astype(np.int64)
        off = sum(care[..., s] for s in self.off).astype(np.int64)
        paid, gap = self.advances(quota, months, off)
        spent = months.sum(axis=-1)
        # R7
        score = np.full_like(quota, 85)
        if noisy:
            score = np.clip(np.floor(85 + self.points * self.random.standard_normal(quota.shape) + 0.5), 0, 100).astype(np.int64)
        surplus = np.maximum(quota - spent, 0)
        overspend = np.maximum(spent - quota, 0)
        retained = rounded(surplus, share(score, RETENTION), 100)
        development = retained - rounded(retained, 30, 100)
        low, middle, high = (np.minimum(overspend, rounded(quota, part, 10_000)) for part in (500, 1000, 1375))
        claim = rounded(middle - low, 50, 100) + rounded(high - middle, 80, 100)
        fund = risk + contribution
        enough = claim.sum(axis=-1) <= fund
        funded = claim
        if not enough.all():
            funded = np.where(enough[:, None], claim, apportion(np.where(enough, 0, fund), np.where(enough[:, None], 1, claim)))
        borne = overspend - funded
        returned = rounded(deposit, share(score, RETURNED), 100)
        # R8
        to_pool = surplus - retained
        pool = pool + (to_pool + deposit - returned).sum(axis=-1)
        risk = fund - funded.sum(axis=-1)
        outflow = critical + (spent - borne + retained + returned).sum(axis=-1)
        figures = {
            "quota": quota,
            "expenditure": spent,
            "cashGap": gap,
            "retained": retained,
            "toPool": to_pool,
            "funded": funded,
            "borne": borne,
            "deposit": deposit,
            "depositReturned": returned,
            "finalPayment": spent + retained - borne - paid - off.sum(axis=-1),
            "development": development,
            "closing": pool,
            "riskClosing": risk,
            "payableMonths": rounded((pool + risk) * 12, 100, outflow),
        }
        return figures, pool, risk, spent

    def advances(self, quota, months, off):
        """R5 and R6: what each alliance is paid in the year, and the lowest of its running cash."""
        planned = even_months(rounded(quota, 90, 100))
        parts = even_months(quota)
        factor = np.full_like(quota, 1000)
        gross_to_date = np.zeros_like(quota)
        to_date = np.zeros_like(quota)
        part_to_date = np.zeros_like(quota)
        carry = np.zeros_like(quota)
        paid = np.zeros_like(quota)
        cash = np.zeros_like(quota)
        lowest = np.zeros_like(quota)
        for month in range(MONTHS):
            gross = np.minimum(rounded(planned[month], factor, 1000), quota - gross_to_date)
            gross_to_date += gross
            carry += off[..., month]
            remitted = np.minimum(gross, carry)
            carry -= remitted
            paid += gross - remitted
            cash += gross - remitted - months[..., month] + off[..., month]
            np.minimum(lowest, cash, out=lowest)
            to_date += months[..., month]
            part_to_date += parts[month]
            if month in (2, 5, 8):
                spent = to_date * 1000
                factor = np.where(
                    spent < part_to_date * 810,
                    900,
                    np.where(spent < part_to_date * 945, 1000, np.where(spent < part_to_date * 990, 1075, 1100)),
                )
        return paid, -lowest

    def calm(self):
        """Figures of the calm years by path, in yuan."""
        told = {}
        for year, figures in zip(self.years, self.play(1, False)):
            for name in ("closing", "riskClosing", "payableMonths"):
                told[f"{year}.pool.{name}"] = figures[name][0] / 100
            for a, alliance in enumerate(self.alliances):
                for name, values in figures.items():
                    if values.ndim == 2:
                        told[f"{year}.alliances.{alliance}.{name}"] = values[0, a] / 100
        return told

    def batch(self, draws):
        """Draws of the last year's figures, and their means and quantiles."""
        columns = np.empty((3 * len(self.alliances) + 3, draws))
        for start in range(0, draws, CHUNK):
            last = self.play(min(CHUNK, draws - start), True)[-1]
            names = [last[name] for name in ("retained", "borne", "cashGap")]
            rows = [values[:, a] for a in range(len(self.alliances)) for values in names]
            rows += [last["closing"], last["riskClosing"], last["payableMonths"]]
            columns[:, start : start + CHUNK] = rows
        ranks = [int(q * (draws - 1)) for q in QUANTILES]
        return columns.mean(axis=1), np.partition(columns, ranks, axis=1)[:, ranks]


def main():
    county = None
    for line in sys.stdin:
        told = json.loads(line)
        answer = {}
        if "county" in told:
            county = County(told["county"])
            answer = {"version": np.__version__}
        elif "calm" in told:
            answer = {"figures": county.calm()}
        elif "play" in told:
            start = time.perf_counter()
            means, _ = county.batch(told["play"])
            answer = {"seconds": time.perf_counter() - start, "means": means.tolist()}
        elif "stop" in told:
            print("{}", flush=True)
            return
        print(json.dumps(answer), flush=True)


main()
