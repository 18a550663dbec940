// Bundles the extension into dist/extension.js, and puts the licences of the packages that are in it beside it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', bundle: true, external: ['vscode'],
  format: 'cjs', platform: 'node', target: 'node20', minify: true, metafile: true, logLevel: 'warning',
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const found = input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  if (found) {
    packages.add(found[1]);
  }
}
const notices = ['dist/extension.js contains these packages.\n'];
for (const folder of [...packages].sort()) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) {
    throw new Error(`${name} ${version} has no licence file; leave it out, or write its licence here`);
  }
  notices.push(`## ${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`);
}
writeFileSync('dist/NOTICES.md', notices.join('\n'));
