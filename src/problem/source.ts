// Where something was written: a source text, and a place in it.

/** A text that was read, kept so that a problem can show the line it means. */
export interface Source {
  /** The name a person knows the file by (as they typed it). */
  readonly name: string;
  readonly text: string;
  /** Offset of each line's first character, in UTF-16 units. */
  readonly lineStarts: readonly number[];
}

/** A place in a source: from `offset` up to `end`, in UTF-16 units. */
export interface Where {
  readonly source: Source;
  readonly offset: number;
  readonly end: number;
}

/** A place as people count it: lines and columns from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function sourceOf(name: string, text: string): Source {
  const lineStarts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) lineStarts.push(i + 1);
  return { name, text, lineStarts };
}

export function positionOf(where: Where): Position {
  const starts = where.source.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= where.offset) low = middle;
    else high = middle - 1;
  }
  return { file: where.source.name, line: low + 1, column: where.offset - (starts[low] ?? 0) + 1 };
}

/** The line a place is on, without its line break: before the place, the place itself, and what follows it. */
export interface Excerpt {
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

/** @param width the most characters shown; a longer line is cut around the place, with … at the cuts. */
export function excerptOf(where: Where, width = 160): Excerpt {
  const { line, column } = positionOf(where);
  const start = where.source.lineStarts[line - 1] ?? 0;
  const next = where.source.lineStarts[line] ?? where.source.text.length + 1;
  const text = where.source.text.slice(start, next - 1).replace(/\r$/, '');
  const from = Math.min(column - 1, text.length);
  const to = Math.max(from, Math.min(where.end - start, text.length));
  if (text.length <= width) return { before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) };
  const first = Math.max(0, Math.min(from - (width >> 1), text.length - width));
  const last = first + width;
  return {
    before: (first > 0 ? '…' : '') + text.slice(first, from),
    marked: text.slice(from, Math.min(to, last)),
    after: text.slice(to, Math.max(to, last)) + (last < text.length ? '…' : ''),
  };
}
