// How far long work is, and how long it may take yet: a bar on a terminal; elsewhere lines, where they are wanted.

const WIDTH = 24;
/** Where there is no terminal, a line this often at most, in milliseconds; on one, the bar. */
const QUIET = 1000;
const SMOOTH = 40;

export class Progress {
  private all: number;
  private readonly isShown: boolean;
  private readonly text: (percent: number, done: number, secondsLeft: number) => string;
  private readonly start = performance.now();
  private last = 0;
  private done = 0;

  /** @param isWanted also where there is no terminal. */
  constructor(all: number, isWanted: boolean, text: (percent: number, done: number, secondsLeft: number) => string) {
    this.all = all;
    this.isShown = isWanted || process.stderr.isTTY === true;
    this.text = text;
  }

  step(by = 1): void {
    this.at(this.done + by, this.all);
  }

  /** @param all how much there is to do by now: of some work that shows only as it goes. */
  readonly at = (done: number, all: number): void => {
    this.done = done;
    this.all = Math.max(all, done);
    if (!this.isShown || done === 0) return;
    const now = performance.now();
    if (this.done < this.all && now - this.last < (process.stderr.isTTY ? SMOOTH : QUIET)) return;
    this.last = now;
    const share = this.done / this.all;
    const full = Math.round(share * WIDTH);
    const seconds = Math.ceil(((now - this.start) / share - (now - this.start)) / 1000);
    const line = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${this.text(Math.floor(share * 100), this.done, seconds)}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line}\x1b[K` : `${line}\n`);
  };

  end(): void {
    if (this.isShown && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
