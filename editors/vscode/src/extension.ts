// The extension starts "wipelint lsp" and leaves the rest to the client library and the server.
import * as vscode from 'vscode';
import { Audit } from './audit';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;
let log: vscode.LogOutputChannel | undefined;
// Starting and stopping take their time; one that is asked for meanwhile comes after it.
let last: Promise<void> = Promise.resolve();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  log = vscode.window.createOutputChannel('wipelint', { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand('wipelint.restart', () => inTurn(restart)),
    vscode.commands.registerCommand('wipelint.showLog', () => log?.show()),
    vscode.commands.registerCommand('wipelint.toggleVerdicts', toggleVerdicts),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('wipelint.path') || event.affectsConfiguration('wipelint.args')) {
        void inTurn(restart);
      }
    }),
  );
  new Audit(() => client?.sendRequest('wipelint/audit', {}), (error) => log?.error(`the audit has no answer: ${text(error)}`)).register(context);
  await inTurn(start);
}

// toggleVerdicts shows the verdicts beside commands, or hides them.
async function toggleVerdicts(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('wipelint');
  const hidden = settings.get('verdicts') === 'off';
  await settings.update('verdicts', hidden ? undefined : 'off', vscode.ConfigurationTarget.Global);
}

export async function deactivate(): Promise<void> {
  await inTurn(stop);
}

function inTurn(work: () => Promise<void>): Promise<void> {
  last = last.then(work, work);
  return last;
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const old = client;
  client = undefined;
  try {
    await old?.dispose();
  } catch (error) {
    log?.warn(`the language server did not stop in good order: ${text(error)}`);
  }
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('wipelint');
  const command = withFolder(settings.get<string>('path', 'wipelint')) || 'wipelint';
  const args = settings.get<string[]>('args', ['lsp']).map(withFolder);
  const server: ServerOptions = { command, args, transport: TransportKind.stdio };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'shellscript', scheme: 'file' }, { language: 'shellscript', scheme: 'untitled' }],
    outputChannel: log,
    initializationOptions: { verdicts: settings.get('verdicts'), config: settings.get('config') },
  };
  client = new LanguageClient('wipelint', 'wipelint', server, options);
  try {
    await client.start();
  } catch (error) {
    log?.error(`cannot start ${command}: ${text(error)}`);
    const open = 'Open the settings';
    // Nobody waits for the answer: the extension is active all the same, so that "Restart" works once the path is right.
    void vscode.window
      .showErrorMessage(`wipelint: cannot start ${command}; install wipelint, or set wipelint.path to where it is`, open)
      .then((answer) => {
        if (answer === open) {
          void vscode.commands.executeCommand('workbench.action.openSettings', 'wipelint.path');
        }
      });
  }
}

function withFolder(value: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return folder === undefined ? value : value.replaceAll('${workspaceFolder}', folder);
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
