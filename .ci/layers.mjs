// Checks that imports run one way (layers.cjs), and that the check itself can fail: the same rules run over a small bad
// copy of src (test/layers/bad), where each of them must be broken, once, at the place that its file says.

import { readdirSync, readFileSync } from 'node:fs';
import { cruise } from 'dependency-cruiser';
// The parser that layers.cjs names: imported here so that its absence is an error and not a cruise of no modules.
import '@swc/core';
import layers from './layers.cjs';

const root = new URL('..', import.meta.url).pathname.slice(0, -1);
const { forbidden, options } = layers;
/** Fewer modules than this and the parser did not read the sources. */
const FEWEST_MODULES = 40;

/** The rules over the `src` of a folder: modules found in src, and breaks as `rule: from → to`. */
async function breaksIn(folder) {
  process.chdir(folder);
  const { output } = await cruise(['src'], { ...options, baseDir: folder, validate: true, ruleSet: { forbidden } });
  const breaks = output.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from,
    to: cycle === undefined ? to : cycle.map(({ name }) => name).join(' → '),
  }));
  return { modules: output.modules.filter(({ source }) => source.startsWith('src/')).length, breaks };
}

const found = await breaksIn(root);
const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]));
for (const { rule, from, to } of found.breaks) {
  console.error(`${rule}: ${from} → ${to}\n  ${comments.get(rule)}`);
}
if (found.modules <= FEWEST_MODULES) {
  console.error(`Only ${found.modules} modules were read, more than ${FEWEST_MODULES} were expected: does @swc/core still parse src?`);
}

// A file of the bad copy names the rules that it breaks: `// breaks: order-problem`.
const badFolder = `${root}/test/layers/bad`;
const bad = await breaksIn(badFolder);
const reported = new Set(bad.breaks.map(({ rule, from }) => `${rule} ${from}`));
const expected = new Set();
for (const name of readdirSync(`${badFolder}/src`, { recursive: true })) {
  if (!name.endsWith('.ts')) continue;
  for (const [, rule] of readFileSync(`${badFolder}/src/${name}`, 'utf8').matchAll(/^\/\/ breaks: (\S+)$/gm)) {
    expected.add(`${rule} src/${name}`);
  }
}
const missed = [...expected].filter((line) => !reported.has(line));
const extra = [...reported].filter((line) => !expected.has(line));
const untried = [...comments.keys()].filter((name) => ![...expected].some((line) => line.startsWith(`${name} `)));
for (const line of missed) console.error(`test/layers/bad: ${line} — expected, not reported: the rule cannot fail`);
for (const line of extra) console.error(`test/layers/bad: ${line} — reported, not expected`);
for (const name of untried) console.error(`test/layers/bad: no file breaks ${name}: add one`);

if (found.breaks.length + missed.length + extra.length + untried.length > 0 || found.modules <= FEWEST_MODULES) process.exit(1);
console.log(`layers: ${found.modules} modules keep ${forbidden.length} rules; each rule was seen to fail on the bad copy`);
