// Bundles the browser code into ../static/dist: hashed names, pre-compressed, and a manifest that names them.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const DIST = join('..', 'static', 'dist');
const OUT = `${DIST}.new`; // takes the old one's place when it is whole: a server that runs meanwhile has all its files
const ENTRIES = { app: 'app/main.js', viewer: 'viewer/main.js', dark: 'css/dark.css' };
const PICTURES = [ 'icons.svg', 'mark.svg' ];
const SERIF = join('node_modules', '@expo-google-fonts', 'noto-serif-sc');
const FONTS = { // of the printed ledger; typst reads them, browsers never do
  'NotoSerifSC-Regular.ttf': join('400Regular', 'NotoSerifSC_400Regular.ttf'),
  'NotoSerifSC-Bold.ttf': join('700Bold', 'NotoSerifSC_700Bold.ttf'),
  'OFL.txt': 'LICENSE_FONT'
};

const hashed = (name, content) => {
  const [ stem, ending ] = name.split('.');
  return `${stem}-${createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase()}.${ending}`;
};

/** The chunks that an entry imports at once, so that the page can preload them. */
const chunks = (outputs, file, found = new Set()) => {
  for (const { kind, path } of outputs[file].imports) {
    if (kind !== 'import-statement' || found.has(path)) continue;
    found.add(path);
    chunks(outputs, path, found);
  }
  return found;
};

const compress = (file) => {
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content));
};

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const { metafile: { outputs } } = await esbuild.build({
  entryPoints: ENTRIES, outdir: OUT, bundle: true, splitting: true, minify: true, metafile: true,
  format: 'esm', target: [ 'es2022' ], legalComments: 'linked', logLevel: 'warning',
  entryNames: '[name]-[hash]', chunkNames: 'chunk-[hash]', assetNames: '[name]-[hash]'
});

const manifest = {};
for (const [ file, output ] of Object.entries(outputs)) {
  if (output.entryPoint === ENTRIES.dark) manifest.dark = { css: basename(file) };
  if (!output.entryPoint || !file.endsWith('.js')) continue;
  manifest[dirname(output.entryPoint)] = {
    js: basename(file),
    css: output.cssBundle ? basename(output.cssBundle) : null,
    imports: [ ...chunks(outputs, file) ].map((path) => basename(path))
  };
}
for (const name of PICTURES) {
  const content = readFileSync(name);
  manifest[name] = hashed(name, content);
  writeFileSync(join(OUT, manifest[name]), content);
}
mkdirSync(join(OUT, 'fonts'));
for (const [ name, file ] of Object.entries(FONTS)) copyFileSync(join(SERIF, file), join(OUT, 'fonts', name));
Object.keys(outputs).filter((file) => /\.(js|css)$/.test(file)).forEach(compress);
PICTURES.forEach((name) => compress(join(OUT, manifest[name])));
writeFileSync(join(OUT, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
rmSync(DIST, { recursive: true, force: true });
renameSync(OUT, DIST);
