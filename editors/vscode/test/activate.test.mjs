// Runs the bundled extension in Node with a stand-in for the module "vscode": it has to start the real server, which has to find
// something in a document, and to stop it. The folder of the program has to be in PATH.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { stub } from './vscode.mjs';

const require = createRequire(import.meta.url);

async function until(what, condition) {
  for (let i = 0; i < 3000; i++) {
    const value = condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`there is no ${what}`);
}

test('the extension starts, restarts and stops the server', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wipelint-'));
  const { vscode, host } = stub(folder);
  const load = Module._load;
  Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
  try {
    const extension = require('../dist/extension.js');
    host.open(pathToFileURL(join(folder, 'wipe.sh')).toString(), '#!/bin/bash\nmkfs.ext4 /dev/sdb1\n');
    const context = { subscriptions: [] };
    await extension.activate(context);
    const found = await until('diagnostic', () => host.diagnostics()[0]);
    assert.equal(found.code.value ?? found.code, 'WL1001');
    assert.equal(found.range.start.line, 1);
    assert.deepEqual([...host.commands.keys()].filter((name) => name.startsWith('wipelint.')).sort(), ['wipelint.audit.refresh', 'wipelint.restart', 'wipelint.showLog', 'wipelint.toggleVerdicts']);

    // The view of the workspace: the document is one of its scripts, and a row opens its place.
    await host.commands.get('wipelint.audit.refresh')();
    const view = await until('view', () => host.views.get('wipelint.audit'));
    const [verdict] = await until('verdict in the view', () => (view.provider.getChildren().length > 0 ? view.provider.getChildren() : undefined));
    assert.equal(view.provider.getTreeItem(verdict).label, 'unguarded');
    assert.equal(view.badge.value, 1);
    assert.equal(view.message, '1 script, 1 destructive command');
    const row = view.provider.getTreeItem(view.provider.getChildren(verdict)[0]);
    assert.equal(row.label, 'mkfs.ext4 /dev/sdb1');
    assert.equal(row.description, 'wipe.sh:2');
    assert.match(row.tooltip, /^unguarded: mkfs\.ext4 /);
    assert.equal(row.command.command, 'vscode.open');
    assert.equal(row.command.arguments[1].selection.start.line, 1);

    // Verdicts are hidden and shown again.
    await host.commands.get('wipelint.toggleVerdicts')();
    assert.equal(host.settings['wipelint.verdicts'], 'off');
    await host.commands.get('wipelint.toggleVerdicts')();
    assert.equal(host.settings['wipelint.verdicts'], undefined);

    const first = host.servers();
    assert.equal(first.length, 1);
    await host.commands.get('wipelint.restart')();
    await until('new server', () => host.servers().length === 1 && host.servers()[0] !== first[0]);
    await until('diagnostic after the restart', () => host.diagnostics()[0]);

    // A path that is wrong is said, and the extension stays active.
    host.settings['wipelint.path'] = join(folder, 'nothing-here');
    await host.commands.get('wipelint.restart')();
    await until('message', () => host.messages.some((m) => m.includes('nothing-here')));
    host.settings['wipelint.path'] = 'wipelint';
    await host.commands.get('wipelint.restart')();
    await until('diagnostic after the path is right', () => host.diagnostics()[0]);

    await extension.deactivate();
    await until('end of the server', () => host.servers().length === 0);
    for (const s of context.subscriptions) s.dispose();
  } finally {
    Module._load = load;
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the settings in package.json are those that the extension reads', () => {
  const { contributes } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const code = ['extension.ts', 'audit.ts'].map((name) => readFileSync(new URL('../src/' + name, import.meta.url), 'utf8')).join('\n');
  for (const name of Object.keys(contributes.configuration.properties)) {
    const key = name.replace(/^wipelint\./, '');
    if (key === 'trace.server') continue; // the client library reads it
    assert.ok(code.includes(`'${key}'`), `${name} is not read`);
  }
  for (const { command } of contributes.commands) assert.ok(code.includes(`'${command}'`), `${command} is not registered`);
});
