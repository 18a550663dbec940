// Drives every request of wipelint's language server with the client library of Visual Studio Code. It prints the methods that
// were used, one on each line, and fails at the first answer that is wrong.
//
// usage: node client.mjs FOLDER
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as lsp from 'vscode-languageserver-protocol/node';

const folder = process.argv[2];
const uri = (name) => pathToFileURL(join(folder, name)).toString();
const used = new Set();

// A Session is a server with a client that knows what is in capabilities.
class Session {
  constructor(settings = {}) {
    this.settings = settings;
    this.published = [];
    this.registered = [];
    this.refreshed = new Set();
    this.waiting = [];
    this.server = spawn('wipelint', ['lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
    this.left = new Promise((resolve) => this.server.on('exit', resolve));
    this.connection = lsp.createProtocolConnection(
      new lsp.StreamMessageReader(this.server.stdout), new lsp.StreamMessageWriter(this.server.stdin), console.error);
    this.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (p) => {
      used.add('textDocument/publishDiagnostics');
      this.published.push(p);
      this.wake();
    });
    this.connection.onNotification(lsp.LogMessageNotification.type, (p) => {
      used.add('window/logMessage');
      this.logged = p.message;
      this.wake();
    });
    this.connection.onRequest(lsp.RegistrationRequest.type, (p) => {
      used.add('client/registerCapability');
      this.registered.push(...p.registrations);
      this.wake();
    });
    this.connection.onRequest(lsp.ConfigurationRequest.type, (p) => {
      used.add('workspace/configuration');
      this.configured = (this.configured ?? 0) + 1;
      return p.items.map((item) => (item.section === 'wipelint' ? this.settings : null));
    });
    for (const type of [lsp.DiagnosticRefreshRequest.type, lsp.CodeLensRefreshRequest.type, lsp.InlayHintRefreshRequest.type]) {
      this.connection.onRequest(type, () => {
        used.add(type.method);
        this.refreshed.add(type.method);
        this.wake();
      });
    }
    this.connection.listen();
  }

  wake() {
    for (const check of this.waiting.splice(0)) check();
  }

  // until waits for a condition that what the server sends makes true.
  until(what, condition) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`there is no ${what}`)), 30000);
      const check = () => {
        const value = condition();
        if (value) {
          clearTimeout(late);
          resolve(value);
        } else {
          this.waiting.push(check);
        }
      };
      check();
    });
  }

  request(type, params, token) {
    used.add(type.method);
    return this.connection.sendRequest(type, params, token);
  }

  notify(type, params) {
    used.add(type.method);
    return this.connection.sendNotification(type, params);
  }

  async start(capabilities) {
    const result = await this.request(lsp.InitializeRequest.type, {
      processId: process.pid, rootUri: null, capabilities, workspaceFolders: [{ uri: pathToFileURL(folder).toString(), name: 'test' }],
    });
    await this.notify(lsp.InitializedNotification.type, {});
    return result;
  }

  open(name, text, version = 1) {
    return this.notify(lsp.DidOpenTextDocumentNotification.type, {
      textDocument: { uri: uri(name), languageId: 'shellscript', version, text },
    });
  }

  diagnostics(name, version) {
    return this.until(`diagnostics of ${name} at version ${version}`, () => {
      const found = this.published.filter((p) => p.uri === uri(name) && p.version === version).at(-1);
      return found?.diagnostics;
    });
  }

  async stop(clean = true) {
    if (clean) {
      assert.equal(await this.request(lsp.ShutdownRequest.type), null);
      await assert.rejects(this.connection.sendRequest(lsp.HoverRequest.type, {}), (e) => e.code === -32600);
    }
    await this.notify(lsp.ExitNotification.type);
    assert.equal(await this.left, clean ? 0 : 1);
    this.connection.dispose();
  }
}

const capabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown'] },
    inlayHint: {},
  },
};

const flawed = readFileSync(join(folder, 'failopen.sh'), 'utf8');
const lines = flawed.split('\n');
const site = lines.findIndex((line) => line.includes('reinstall-os "$host"'));
const column = lines[site].indexOf('reinstall-os');

// A client to which diagnostics are pushed.
{
  const s = new Session({ verdicts: 'both' });
  await assert.rejects(s.connection.sendRequest(lsp.HoverRequest.type, {}), (e) => e.code === lsp.ErrorCodes.ServerNotInitialized);
  const { capabilities: server } = await s.start(capabilities);
  assert.equal(server.positionEncoding, 'utf-16');
  assert.equal(server.textDocumentSync.change, lsp.TextDocumentSyncKind.Incremental);
  await s.until('registration', () => s.registered.length === 2);

  await s.open('failopen.sh', flawed);
  const [diagnostic] = await s.diagnostics('failopen.sh', 1);
  assert.equal(diagnostic.code, 'WL1005');
  assert.equal(diagnostic.source, 'wipelint');
  assert.equal(diagnostic.severity, lsp.DiagnosticSeverity.Error);
  assert.deepEqual(diagnostic.range, { start: { line: site, character: column }, end: { line: site, character: column + 12 } });
  assert.match(diagnostic.codeDescription.href, /\/rules\/failopen\/$/);
  const told = diagnostic.relatedInformation.map((r) => r.message);
  assert.match(told[2], /^in the world in which /);
  assert.match(told.at(-1), /^\d+\. .* runs: /);

  // An edit, with a character of two units in front of the command.
  const textDocument = { uri: uri('failopen.sh') };
  await s.notify(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 2 },
    contentChanges: [{ range: { start: { line: site, character: 4 }, end: { line: site, character: 4 } }, text: 'x=😀 ' }],
  });
  const [moved] = await s.diagnostics('failopen.sh', 2);
  assert.equal(moved.range.start.character, column + 5);

  const position = moved.range.start;
  const hover = await s.request(lsp.HoverRequest.type, { textDocument, position });
  assert.match(hover.contents.value, /\*\*Destructive:\*\* /);
  assert.match(hover.contents.value, /WL1005 failopen/);

  const actions = await s.request(lsp.CodeActionRequest.type, { textDocument, range: moved.range, context: { diagnostics: [moved] } });
  const suppress = actions.find((a) => a.title === 'Suppress failopen here, with a reason');
  assert.equal(suppress.kind, lsp.CodeActionKind.QuickFix);
  const [change] = suppress.edit.documentChanges;
  assert.equal(change.textDocument.version, 2);
  assert.deepEqual(change.edits[0].range, { start: { line: site, character: 0 }, end: { line: site, character: 0 } });
  assert.match(change.edits[0].newText, /^ {4}# wipelint:disable=failopen reason=""\n$/);
  assert.deepEqual(await s.request(lsp.CodeActionRequest.type, { textDocument, range: moved.range, context: { diagnostics: [], only: ['refactor'] } }), []);

  const lenses = await s.request(lsp.CodeLensRequest.type, { textDocument });
  assert.deepEqual(lenses.map((l) => l.command.title), ['flawed: failopen']);
  const hints = await s.request(lsp.InlayHintRequest.type, { textDocument, range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } } });
  assert.equal(hints.length, 1);
  const symbols = await s.request(lsp.DocumentSymbolRequest.type, { textDocument });
  assert.ok(symbols.some((x) => x.kind === lsp.SymbolKind.Event && x.name === 'reinstall-os "$host"'));
  assert.ok(symbols.some((x) => x.kind === lsp.SymbolKind.Boolean));

  // A request that is given up at once is answered all the same, with a result or as cancelled.
  const cancel = new lsp.CancellationTokenSource();
  const asked = s.request(lsp.HoverRequest.type, { textDocument, position }, cancel.token);
  cancel.cancel();
  used.add('$/cancelRequest');
  await asked.then((h) => assert.ok(h), (e) => assert.equal(e.code, lsp.LSPErrorCodes.RequestCancelled));
  await assert.rejects(s.connection.sendRequest('textDocument/unknown', {}), (e) => e.code === lsp.ErrorCodes.MethodNotFound);
  await assert.rejects(s.connection.sendRequest('textDocument/hover', { textDocument: 1 }), (e) => e.code === lsp.ErrorCodes.InvalidParams);

  // Severities by the configuration, when it changes on the disk.
  const config = join(folder, '.wipelint.toml');
  const before = readFileSync(config, 'utf8');
  s.published.length = 0;
  writeFileSync(config, `${before}\n[severity]\nfailopen = "note"\n`);
  await s.notify(lsp.DidChangeWatchedFilesNotification.type, { changes: [{ uri: pathToFileURL(config).toString(), type: lsp.FileChangeType.Changed }] });
  await s.until('new severity', () => s.published.some((p) => p.uri === textDocument.uri && p.diagnostics[0]?.severity === lsp.DiagnosticSeverity.Information));
  await s.until('refresh', () => s.refreshed.has('workspace/codeLens/refresh') && s.refreshed.has('workspace/inlayHint/refresh'));
  writeFileSync(config, before);
  await s.notify(lsp.DidSaveTextDocumentNotification.type, { textDocument });

  // Settings.
  s.settings = { verdicts: 'loud' };
  await s.notify(lsp.DidChangeConfigurationNotification.type, { settings: null });
  await s.until('log message', () => s.logged?.includes('wipelint.verdicts "loud"'));

  await s.notify(lsp.DidCloseTextDocumentNotification.type, { textDocument });
  await s.until('empty list', () => s.published.at(-1)?.uri === textDocument.uri && s.published.at(-1).diagnostics.length === 0);
  await s.stop();
}

// A client that pulls diagnostics.
{
  const s = new Session();
  const pulling = structuredClone(capabilities);
  pulling.textDocument.diagnostic = { relatedDocumentSupport: true };
  const { capabilities: server } = await s.start(pulling);
  assert.deepEqual(server.diagnosticProvider, { identifier: 'wipelint', interFileDependencies: true, workspaceDiagnostics: true });
  await s.open('failopen.sh', flawed);
  const textDocument = { uri: uri('failopen.sh') };
  const report = await s.request(lsp.DocumentDiagnosticRequest.type, { textDocument });
  assert.equal(report.kind, 'full');
  assert.equal(report.items[0].code, 'WL1005');
  const again = await s.request(lsp.DocumentDiagnosticRequest.type, { textDocument, previousResultId: report.resultId });
  assert.equal(again.kind, 'unchanged');

  const all = await s.request(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  const names = all.items.map((item) => item.uri);
  assert.ok(names.includes(uri('other.sh')), `${names}`);
  // The next one comes when something has changed: a file is gone.
  const next = s.request(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: all.items.map((item) => ({ uri: item.uri, value: item.resultId })) });
  rmSync(join(folder, 'other.sh'));
  await s.notify(lsp.DidChangeWatchedFilesNotification.type, { changes: [{ uri: uri('other.sh'), type: lsp.FileChangeType.Deleted }] });
  const gone = (await next).items.find((item) => item.uri === uri('other.sh'));
  assert.deepEqual(gone.items, []);

  const folders = { added: [], removed: [{ uri: pathToFileURL(folder).toString(), name: 'test' }] };
  await s.notify(lsp.DidChangeWorkspaceFoldersNotification.type, { event: folders });
  const open = await s.request(lsp.WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  assert.deepEqual(open.items.map((item) => item.uri), [textDocument.uri]);

  // What is said of a script changes without an edit of it.
  await s.open('lib.sh', 'true\n');
  await s.open('main.sh', '#!/bin/bash\n. ./lib.sh\nasked || exit 1\nmkfs.ext4 /dev/sdb1\n');
  await s.request(lsp.DocumentDiagnosticRequest.type, { textDocument: { uri: uri('main.sh') } });
  s.refreshed.clear();
  await s.notify(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { uri: uri('lib.sh'), version: 2 },
    contentChanges: [{ text: 'asked() { rc=0; findmnt -n /dev/sdb1; lsblk -no MOUNTPOINT /dev/sdb1 >/dev/null; }\n' }],
  });
  await s.until('refresh', () => s.refreshed.has('workspace/diagnostic/refresh'));
  assert.deepEqual(s.published, []);
  await s.stop();
}

// A client that leaves without saying so.
{
  const s = new Session();
  await s.start({});
  await s.stop(false);
}

console.log([...used].sort().join('\n'));
