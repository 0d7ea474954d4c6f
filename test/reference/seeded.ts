// Seeded chance: the same seed gives the same county on every machine.

/** A small generator of random numbers (mulberry32) with the throws that random counties need. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761) >>> 0;
    this.bits();
    this.bits();
  }

  private bits(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from low to high, both included. */
  int(low: number, high: number): number {
    return low + Math.floor((this.bits() / 4294967296) * (high - low + 1));
  }

  /** The same for numbers too large for `int`. */
  big(low: bigint, high: bigint): bigint {
    if (high <= low) return low;
    const bits = (BigInt(this.bits()) << 64n) | (BigInt(this.bits()) << 32n) | BigInt(this.bits());
    return low + (bits % (high - low + 1n));
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  some<T>(items: readonly T[], percent: number): T[] {
    return items.filter(() => this.chance(percent));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const result: T[] = [];
    while (left.length > 0) result.push(...left.splice(this.int(0, left.length - 1), 1));
    return result;
  }

  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }
}
