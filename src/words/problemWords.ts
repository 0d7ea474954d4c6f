// The three things said of a problem, in both languages.

/** What is wrong, what is wanted, and what to write instead. */
export interface ProblemWords {
  readonly what: string;
  readonly wanted: string;
  readonly remedy: string;
}

export interface Told {
  readonly zh: ProblemWords;
  readonly en: ProblemWords;
}

/** Six texts, Chinese first: what is wrong, what is wanted, how to mend it. */
export function told(what: string, wanted: string, remedy: string, whatEn: string, wantedEn: string, remedyEn: string): Told {
  return { zh: { what, wanted, remedy }, en: { what: whatEn, wanted: wantedEn, remedy: remedyEn } };
}
