// Texts from files made safe to print, in this one place: whatever could steer a terminal or reorder what is read (control
// characters, line breaks, direction marks, invisible ones) is shown by its number, and a long text is cut.

const LONGEST = 80;

// Controls, format characters (direction marks, zero widths, tags), line and paragraph separators, half surrogates. Private
// use stays: rare characters of names are still written there. A tab becomes a space.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of one line that does nothing but stand there, at most `longest` characters long. */
export function visible(text: string, longest = LONGEST): string {
  // Cut first: a hostile text may be a hundred megabytes. Two UTF-16 units are at most one character more than enough.
  const start = [...text.slice(0, 2 * longest + 2)];
  const cut = start.length > longest ? `${start.slice(0, longest - 1).join('')}…` : start.join('');
  return cut.replaceAll('\t', ' ').replace(UNSEEN, (unseen) => `<U+${hexOf(unseen)}>`);
}

/** A text of a file, whole and with its lines, in which nothing can steer a terminal that prints the file. */
export function steerless(text: string): string {
  return text.replace(UNSEEN, (unseen) => (unseen === '\n' || unseen === '\t' ? unseen : `<U+${hexOf(unseen)}>`));
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

// Wide and full-width ranges of Unicode's EastAsianWidth, coarsely: Hangul, CJK, kana, full-width forms, pictographs.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/u;
const WIDE_ABOVE = /[\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

/** Columns of a terminal that a visible text takes: a Chinese character takes two, a combining mark none. */
export function columnsOf(text: string): number {
  // Most cells are amounts.
  if (/^[ -~]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/[\p{Mn}\p{Me}]/u.test(character)) continue;
    columns += WIDE.test(character) || WIDE_ABOVE.test(character) ? 2 : 1;
  }
  return columns;
}
