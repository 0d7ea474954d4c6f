// How a fault is put into a county that is otherwise sound.
import { randomScenario } from './random.ts';
import { mapping, withValue } from './writing.ts';
import { field, mapOf, type Written } from './written.ts';

export type Fault = (tree: Written) => Written;

export function put(path: string, value: Written | undefined): Fault {
  return (tree) =>
    withValue(
      tree,
      path.split('.').map((step) => (/^\d$/.test(step) ? Number(step) : step)),
      value,
    );
}

export function yearsOf(tree: Written): [number, number] {
  const years = field(tree, 'years');
  const pair = Array.isArray(years) ? years : [years, years];
  return [Number(pair[0]), Number(pair[1])];
}

function lists(tree: Written, ...path: string[]): Map<string, Written>[] {
  const list = field(tree, ...path);
  return (Array.isArray(list) ? list : []).map((item) => mapOf(item, path.join('.')));
}

export function added(path: readonly string[], item: (tree: Written) => Written): Fault {
  return (tree) => withValue(tree, path, [...lists(tree, ...path), item(tree)]);
}

export function allianceOf(tree: Written): Written {
  return lists(tree, 'county', 'alliances')[0]?.get('id') ?? null;
}

export function institutionOf(tree: Written): Written {
  return lists(tree, 'county', 'institutions')[0]?.get('id') ?? null;
}

/** Some institution of the first alliance. */
function institutionIn(tree: Written): Written {
  const own = lists(tree, 'county', 'institutions').find((institution) => institution.get('alliance') === allianceOf(tree));
  return own?.get('id') ?? null;
}

/** Every institution with a field that says the same (undefined: taken away). */
export function institutions(key: string, value: Written | undefined): Fault {
  return (tree) =>
    withValue(
      tree,
      ['county', 'institutions'],
      lists(tree, 'county', 'institutions').map((institution) => withValue(institution, [key], value)),
    );
}

/** Every alliance with one of its fields replaced (undefined: taken away). */
export function alliances(key: string, value: Written | undefined): Fault {
  return (tree) =>
    withValue(
      tree,
      ['county', 'alliances'],
      lists(tree, 'county', 'alliances').map((alliance) => withValue(alliance, [key], value)),
    );
}

/** A row of a list of rows, sound but for what is given. */
export function row(list: string, entries: (tree: Written, first: string) => Readonly<Record<string, Written | undefined>>): Fault {
  return added([list], (tree) => {
    const first = String(yearsOf(tree)[0]);
    const sound = {
      deductions: { kind: 'audit', amount: '1', reason: 'x' },
      adjustments: { amount: '-0.01', from: 'pool', reason: 'x' },
      advances: { gross: '1', remitted: '0' },
      reviews: { advance: '1' },
      memberDeductions: { institution: institutionIn(tree), name: 'x', amount: '1' },
      purposeSpending: { amount: '0' },
    }[list];
    const alliance = list === 'memberDeductions' || list === 'purposeSpending' ? undefined : allianceOf(tree);
    return mapping({ year: first, month: '3', alliance, ...sound, ...entries(tree, first) });
  });
}

/** A row of activity of the year before the first, of any service. */
export function activity(entries: (tree: Written, first: number) => Readonly<Record<string, Written | undefined>>): Fault {
  const withRow = added(['county', 'activity'], (tree) => {
    const [first] = yearsOf(tree);
    const sound = {
      year: String(first - 1),
      month: '1',
      home: allianceOf(tree),
      institution: institutionOf(tree),
      service: 's',
      fund: '1',
    };
    return mapping({ ...sound, ...entries(tree, first) });
  });
  return (tree) => withRow(put('county.services', undefined)(tree));
}

export function shock(entries: (first: number, last: number) => Readonly<Record<string, Written>>): Fault {
  return added(['shocks'], (tree) => {
    const [first, last] = yearsOf(tree);
    return mapping({ from: `${last}-01`, to: `${last}-12`, factor: '1', ...entries(first, last) });
  });
}

export function line(entries: Readonly<Record<string, Written>>): Fault {
  return put('policy.reserves.lines', [mapping({ id: 'faulty', holder: 'pool', ...entries })]);
}

export const twice =
  (fault: Fault): Fault =>
  (tree) =>
    fault(fault(tree));

/** A county whose years are settled with the package. */
export const packaged: Fault = put('policy.settlement.package', undefined);

/** One whose surplus goes by the score table alone. */
export const scored: Fault = (tree) =>
  put('policy.settlement.surplus.bands', undefined)(put('policy.settlement.surplus.usesOf', undefined)(packaged(tree)));

/** A county with activity and a history, played to the end, for a fault to be put into. */
export function soundCounty(seed: number): Written {
  for (let s = seed; ; s += 100_000) {
    let tree: Written = randomScenario(s, { scale: 'village', alliances: 2 });
    for (const key of ['through', 'actualTo', 'advances', 'reviews', 'adjustments', 'shocks']) tree = withValue(tree, [key], undefined);
    if (Array.isArray(field(tree, 'county', 'activity'))) return tree;
  }
}
