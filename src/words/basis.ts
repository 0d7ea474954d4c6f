// What a value rests on, in words: the document and clause, an assumption, or nothing.

import type { Basis } from '../money/dated.ts';
import type { Language } from './language.ts';

/** What may be cited, by document id (seeds/documents.yaml). */
export type Citations = ReadonlyMap<string, { readonly title: string; readonly status: string; readonly clauses: readonly string[] }>;

const STATUS: Readonly<Record<string, { zh: string; en: string }>> = {
  draft: { zh: '（征求意见稿）', en: ' (draft for comment)' },
  compilation: { zh: '（汇编）', en: ' (compilation)' },
  'published-figures': { zh: '（公布数据）', en: ' (published figures)' },
};

const SAYS: Readonly<Record<string, string>> = { draft: '征求意见', compilation: '汇编', 'published-figures': '公布' };

export function basisText(basis: Basis, citations: Citations, language: Language): string {
  if (basis.kind === 'assumption') return language === 'zh' ? `假设：${basis.why}` : `assumption: ${basis.why}`;
  if (basis.kind === 'unsourced') return language === 'zh' ? '未注明依据' : 'no source given';
  const document = citations.get(basis.document);
  const title = `《${document?.title ?? basis.document}》`;
  // A title that says what it is need not say so twice.
  const says = SAYS[document?.status ?? ''];
  const status = says === undefined || title.includes(says) ? '' : (STATUS[document?.status ?? '']?.[language] ?? '');
  const checked = basis.checked === null ? '' : language === 'zh' ? `，${basis.checked} 核对` : `, checked ${basis.checked}`;
  return `${title}${status}${basis.clause}${checked}`;
}
