// What a folder of src may import, for dependency-cruiser; `npm run check:layers` (layers.mjs) runs it. A comment of a
// rule says how to mend a break. Type imports count like any other: a type is a dependency too.

/** The folders of src: each may import only those before it. */
const ORDER = [
  'problem',
  'money',
  'words',
  'formula',
  'written',
  'plan',
  'weather',
  'books',
  'rules',
  'year',
  'figures',
  'checks',
  'study',
  'report',
  'shell',
];

/** Packages that reach for the outside, or whose types bring Node's along: they stay in src/shell. */
const SHELL_PACKAGES = ['csv-parse', 'csv-stringify', 'commander', 'hyparquet-writer'];

const folders = (names) => `^src/(${names.join('|')})/`;

const oneWay = ORDER.slice(0, -1).map((folder, i) => ({
  name: `order-${folder}`,
  severity: 'error',
  comment:
    `src/${folder} may import only folders before it (${ORDER.slice(0, i).join(', ') || 'none'}). Move what is shared down into the folder ` +
    'that owns the idea, pass it in as an argument, or move the importing code up to where both are known.',
  from: { path: folders([folder]) },
  to: { path: folders(ORDER.slice(i + 1)) },
}));

module.exports = {
  forbidden: [
    ...oneWay,
    {
      name: 'folder-without-place',
      severity: 'error',
      comment: 'A new folder of src has to take its place: add it to ORDER in .ci/layers.cjs and to the tree in src/README.md.',
      from: {},
      to: { path: '^src/[^/]+/', pathNot: folders(ORDER) },
    },
    {
      name: 'index-without-shell',
      severity: 'error',
      comment: 'The public API runs without Node: do not export from src/shell in src/index.ts. Give callers the pure function beneath it.',
      from: { path: '^src/index\\.ts$' },
      to: { path: folders(['shell']) },
    },
    {
      name: 'index-for-outsiders',
      severity: 'error',
      comment: 'src/index.ts is for users of the library. Inside src, import the file that defines the thing.',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
    {
      name: 'rules-apart',
      severity: 'error',
      comment:
        'A rule does not import another rule: what it needs comes from the books or as an argument, from src/year, which alone knows the order. ' +
        'Only rules/refusal.ts is shared.',
      from: { path: '^src/rules/' },
      to: { path: '^src/rules/', pathNot: '^src/rules/refusal\\.ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one idea or three: join them, or move what both need into a file of its own.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'node-in-shell',
      severity: 'error',
      comment: 'The core runs alike in Node, workers and the browser. Do the reading or hashing in src/shell and pass its result in.',
      from: { path: '^src/', pathNot: folders(['shell']) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-in-shell',
      severity: 'error',
      comment:
        'This package belongs to the shell. Have src/shell call it and hand plain values to the core (see Shelf in written/read.ts).',
      from: { path: '^src/', pathNot: folders(['shell']) },
      to: { path: `(^|/)node_modules/(${SHELL_PACKAGES.join('|')})/` },
    },
    {
      name: 'src-alone',
      severity: 'error',
      comment: 'src never imports test, bench or .ci. Move what is needed into src, or keep its user outside src.',
      from: { path: '^src/' },
      to: { path: '^(test|bench|\\.ci)/' },
    },
    {
      name: 'names-that-say-nothing',
      severity: 'error',
      comment: 'utils, helpers, common, core, shared and manager name no idea. Call the file after what a reader would look up.',
      from: {},
      to: {
        path: [
          '^src.*/(utils?|helpers?|common|core|shared|managers?)/',
          '^src.*/(utils?|helpers?|common|core|shared|managers?)\\.ts$',
          '^src/.*(Utils?|Helpers?|Manager)\\.ts$',
        ],
      },
    },
    {
      name: 'found',
      severity: 'error',
      comment: 'The import leads nowhere: mend the path, with its .ts ending, or add the package to package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Without a parser that knows TypeScript the cruise finds no modules and passes; layers.mjs counts them.
    parser: 'swc',
    combinedDependencies: true,
    doNotFollow: { path: ['node_modules', '^(test|bench|\\.ci)/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
