// Work in pieces, shared out between this thread and worker threads. Whoever does a piece, what comes of it is the same.

import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export interface Work<Piece, Done> {
  /** The next piece; null where there is none left. */
  readonly next: () => Piece | null;
  /** Does a piece in this thread. */
  readonly here: (piece: Piece) => Done;
  /** Is given each piece once, as soon as this thread knows that it is done. What it throws ends the work. */
  readonly keep: (piece: Piece, done: Done) => void;
  /** The worker's module beside this one, and what it is told of all its work. It answers first `READY`, then each piece that it is sent. */
  readonly worker: string;
  readonly told: unknown;
}

/** What a worker says when it can be given work: until then others do it. */
export const READY = 'ready';

/** Pieces that lie with a worker, so that it need not wait while this thread is busy. */
const AHEAD = 2;

/** @param workers asked again and again how many there should be by now; with none, or where it `joins`, this thread does pieces itself. */
export async function workThrough<Piece, Done>(work: Work<Piece, Done>, workers: () => number, joins: boolean): Promise<void> {
  const crew = new Crew(work);
  try {
    crew.grow(workers());
    if (joins || workers() === 0) {
      for (let piece = work.next(); piece !== null; piece = work.next()) {
        work.keep(piece, work.here(piece));
        crew.grow(workers());
        await crew.heard();
      }
      crew.release();
    }
    await crew.done;
  } finally {
    crew.dismiss();
  }
}

class Crew<Piece, Done> {
  /** Resolved when all pieces that workers were given are done and there are no more; rejected when one failed. */
  readonly done: Promise<void>;
  private readonly work: Work<Piece, Done>;
  private readonly workers: Worker[] = [];
  private underWay = 0;
  private isReleased = false;
  private isDismissed = false;
  private failure: { readonly error: unknown } | null = null;
  private resolve: () => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(work: Work<Piece, Done>) {
    this.work = work;
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // Where this thread fails first, nobody asks any more.
    this.done.catch(() => undefined);
  }

  grow(count: number): void {
    while (this.workers.length < count) this.hire();
  }

  /** Lets what workers said meanwhile be heard. */
  async heard(): Promise<void> {
    if (this.workers.length > 0) await turn();
    if (this.failure !== null) throw this.failure.error;
  }

  /** There are no pieces left: nobody waits for workers that have none. */
  release(): void {
    this.isReleased = true;
    if (this.underWay === 0) this.resolve();
  }

  dismiss(): void {
    this.isDismissed = true;
    for (const worker of this.workers) void worker.terminate();
  }

  private hire(): void {
    const worker = new Worker(new URL(this.work.worker, import.meta.url), { workerData: this.work.told });
    this.workers.push(worker);
    const given: Piece[] = [];
    const give = (): void => {
      const piece = this.isReleased ? null : this.work.next();
      if (piece === null) {
        this.isReleased = true;
        return;
      }
      given.push(piece);
      this.underWay += 1;
      worker.postMessage(piece);
    };
    worker.on('message', (done: Done | typeof READY) => {
      if (this.failure !== null) return;
      try {
        if (done === READY) for (let i = 0; i < AHEAD; i++) give();
        else {
          this.underWay -= 1;
          // A worker answers in the order of what it was sent.
          this.work.keep(given.shift() as Piece, done as Done);
          give();
        }
        if (this.isReleased && this.underWay === 0) this.resolve();
      } catch (error) {
        this.fail(error);
      }
    });
    worker.on('error', (error) => this.fail(error));
    // No worker ends by itself: whoever waits for it would wait for ever.
    worker.on('exit', (code) => {
      if (!this.isDismissed) this.fail(new Error(`a worker thread ended by itself (exit code ${code})`));
    });
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.reject(error);
  }
}
