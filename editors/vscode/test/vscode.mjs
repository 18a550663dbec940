// A stand-in for the module "vscode", as far as the client library uses it to start a server, to open documents and to show
// diagnostics. What it does not know it answers with an empty function or class.
import { execFileSync } from 'node:child_process';
import { pathToFileURL, fileURLToPath } from 'node:url';

class Disposable {
  constructor(dispose = () => {}) {
    this.dispose = dispose;
  }
  static from(...list) {
    return new Disposable(() => list.forEach((d) => d.dispose()));
  }
}

class EventEmitter {
  listeners = new Set();
  event = (listener, self) => {
    const call = (e) => listener.call(self, e);
    this.listeners.add(call);
    return new Disposable(() => this.listeners.delete(call));
  };
  fire(e) {
    for (const call of [...this.listeners]) call(e);
  }
  dispose() {
    this.listeners.clear();
  }
}

class Position {
  constructor(line, character) {
    Object.assign(this, { line, character });
  }
}

class Range {
  constructor(a, b, c, d) {
    this.start = a instanceof Position ? a : new Position(a, b);
    this.end = a instanceof Position ? b : new Position(c, d);
  }
}

class Uri {
  constructor(text) {
    this.text = text;
    const url = new URL(text);
    this.scheme = url.protocol.slice(0, -1);
    this.authority = url.host;
    this.path = decodeURIComponent(url.pathname);
    this.query = '';
    this.fragment = '';
    this.fsPath = this.scheme === 'file' ? fileURLToPath(text) : this.path;
  }
  static parse = (text) => new Uri(text);
  static file = (path) => new Uri(pathToFileURL(path).toString());
  with() {
    return this;
  }
  toString() {
    return this.text;
  }
}

class Diagnostic {
  constructor(range, message, severity) {
    Object.assign(this, { range, message, severity });
  }
}

class CodeActionKind {
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value === '' ? part : `${this.value}.${part}`);
  }
}
CodeActionKind.Empty = new CodeActionKind('');
for (const name of ['QuickFix', 'Refactor', 'RefactorExtract', 'RefactorInline', 'RefactorRewrite', 'Source', 'SourceOrganizeImports']) {
  CodeActionKind[name] = CodeActionKind.Empty.append(name);
}

class ThemeIcon {
  constructor(id, color) {
    Object.assign(this, { id, color });
  }
}

class ThemeColor {
  constructor(id) {
    this.id = id;
  }
}

class TreeItem {
  constructor(label, collapsibleState) {
    Object.assign(this, { label, collapsibleState });
  }
}

class TabInputText {
  constructor(uri) {
    this.uri = uri;
  }
}

class CancellationTokenSource {
  emitter = new EventEmitter();
  token = { isCancellationRequested: false, onCancellationRequested: this.emitter.event };
  cancel() {
    this.token.isCancellationRequested = true;
    this.emitter.fire();
  }
  dispose() {}
}

// loose gives an object the members that nobody wrote down: each can be called, and be a class.
function loose(known) {
  const made = new Map();
  return new Proxy(known, {
    get(target, name) {
      if (name in target || typeof name === 'symbol' || name === 'then') return target[name];
      if (!made.has(name)) {
        if (/^on[A-Z]/.test(name)) made.set(name, new EventEmitter().event);
        else if (/^register|^create/.test(name)) made.set(name, () => loose(new Disposable()));
        else made.set(name, loose(function () {}));
      }
      return made.get(name);
    },
  });
}

// stub gives the module, and the host's side of it for the test.
export function stub(folder) {
  const documents = [];
  const collections = new Set();
  const host = {
    settings: { 'wipelint.path': 'wipelint', 'wipelint.args': ['lsp'], 'wipelint.verdicts': 'auto', 'wipelint.config': '' },
    commands: new Map(),
    messages: [],
    views: new Map(),
    diagnostics: () => [...collections].flatMap((c) => [...c.values()].flat()),
    // The processes that this one has started and that run the program.
    servers: () => {
      const out = execFileSync('ps', ['-o', 'pid=,stat=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
      return out.split('\n').filter((line) => /wipelint lsp/.test(line) && !/^\s*\d+\s+Z/.test(line)).map((line) => line.trim().split(/\s+/)[0]);
    },
    open: (uri, text) => {
      documents.push({
        uri: Uri.parse(uri), languageId: 'shellscript', version: 1, isClosed: false, isDirty: false, fileName: Uri.parse(uri).fsPath,
        lineCount: text.split('\n').length, getText: () => text,
      });
    },
  };
  const get = (section, name, fallback) => host.settings[section ? `${section}.${name}` : name] ?? fallback;
  const channel = () => loose({ name: 'wipelint', logLevel: 1, ...Object.fromEntries(
    ['append', 'appendLine', 'replace', 'clear', 'show', 'hide', 'trace', 'debug', 'info', 'warn', 'error', 'dispose'].map((n) => [n, () => {}])) });
  const message = async (text) => void host.messages.push(text);
  const vscode = loose({
    version: '1.91.0', Disposable, EventEmitter, Position, Range, Uri, Diagnostic, CodeActionKind, TabInputText, CancellationTokenSource, ThemeIcon, ThemeColor, TreeItem,
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 }, ConfigurationTarget: { Global: 1 },
    DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
    ProgressLocation: { Window: 10 }, UIKind: { Desktop: 1 }, LogLevel: { Info: 3 },
    env: loose({ language: 'en', appName: 'test', appHost: 'desktop' }),
    commands: {
      registerCommand: (name, run) => {
        host.commands.set(name, run);
        return new Disposable(() => host.commands.delete(name));
      },
      executeCommand: async () => undefined,
      getCommands: async () => [],
    },
    window: loose({
      createTreeView: (id, { treeDataProvider }) => {
        const view = loose({ provider: treeDataProvider, visible: true, message: undefined, badge: undefined, dispose: () => host.views.delete(id) });
        host.views.set(id, view);
        return view;
      },
      createOutputChannel: channel, visibleTextEditors: [], activeTextEditor: undefined,
      // Each document has a tab that is in front.
      tabGroups: loose({
        get all() {
          return [{ isActive: true, tabs: documents.map((d) => ({ isActive: true, input: new TabInputText(d.uri) })) }];
        },
      }),
      showErrorMessage: message, showWarningMessage: message, showInformationMessage: message,
    }),
    workspace: loose({
      textDocuments: documents, notebookDocuments: [],
      workspaceFolders: [{ uri: Uri.file(folder), name: 'test', index: 0 }],
      asRelativePath: (uri) => uri.fsPath.slice(folder.length + 1),
      getConfiguration: (section) => loose({ update: async (name, value) => void (host.settings[`${section}.${name}`] = value), get: (name, fallback) => get(section, name, fallback), inspect: () => undefined, has: () => false }),
      getWorkspaceFolder: () => undefined,
    }),
    languages: loose({
      match: () => 1,
      createDiagnosticCollection: () => {
        const list = new Map();
        collections.add(list);
        return {
          set: (uri, diagnostics) => list.set(String(uri), diagnostics ?? []),
          delete: (uri) => list.delete(String(uri)),
          has: (uri) => list.has(String(uri)),
          get: (uri) => list.get(String(uri)),
          forEach: (f) => list.forEach((d, uri) => f(Uri.parse(uri), d)),
          clear: () => list.clear(),
          dispose: () => collections.delete(list),
        };
      },
    }),
  });
  return { vscode, host };
}
