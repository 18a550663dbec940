// The view of all destructive commands in the workspace, by verdict and file. The server does the work; it is asked when the view is
// opened, by the button, and after a script was saved.
import * as vscode from 'vscode';

interface Site {
  location: { uri: string; range: { start: { line: number; character: number }; end: { line: number; character: number } } };
  command: string;
  verdict: string;
  label: string;
  says?: string;
  why?: string;
}

interface Report {
  scripts: number;
  sites: Site[];
  problems: { location: Site['location']; message: string }[];
}

type Item = { kind: 'verdict'; verdict: string; sites: Site[] } | { kind: 'site'; site: Site } | { kind: 'problems'; list: Report['problems'] } | { kind: 'problem'; problem: Report['problems'][number] };

// Signs that are apart without colours, too.
const signs: Record<string, [icon: string, color: string]> = {
  unguarded: ['error', 'list.errorForeground'],
  flawed: ['warning', 'list.warningForeground'],
  possible: ['question', 'list.warningForeground'],
  prompted: ['person', 'foreground'],
  guarded: ['pass', 'testing.iconPassed'],
};

// An Audit gives the view what it shows.
export class Audit implements vscode.TreeDataProvider<Item> {
  private report: Report | undefined;
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private view: vscode.TreeView<Item> | undefined;
  private asking = false;
  private again = false;

  // ask asks the server; undefined while there is none.
  constructor(private readonly ask: () => Promise<Report> | undefined, private readonly failed: (why: unknown) => void) {}

  register(context: vscode.ExtensionContext): void {
    this.view = vscode.window.createTreeView('wipelint.audit', { treeDataProvider: this });
    context.subscriptions.push(
      this.view,
      this.changed,
      this.view.onDidChangeVisibility((event) => void (event.visible && this.refresh())),
      vscode.workspace.onDidSaveTextDocument((document) => void (this.view?.visible && document.languageId === 'shellscript' && this.refresh())),
      vscode.commands.registerCommand('wipelint.audit.refresh', () => this.refresh()),
    );
  }

  async refresh(): Promise<void> {
    if (this.asking) {
      this.again = true; // what is shown is to be that of the last text
      return;
    }
    this.asking = true;
    try {
      do {
        this.again = false;
        const report = await this.ask();
        if (report !== undefined) {
          this.show(report);
        }
      } while (this.again);
    } catch (error) {
      this.failed(error);
    } finally {
      this.asking = false;
    }
  }

  private show(report: Report): void {
    this.report = report;
    if (this.view !== undefined) {
      const bad = report.sites.filter((site) => site.verdict === 'unguarded' || site.verdict === 'flawed').length;
      this.view.message = summary(report);
      this.view.badge = bad > 0 ? { value: bad, tooltip: count(bad, 'destructive command') + ' without a guard that protects it' } : undefined;
    }
    this.changed.fire(undefined);
  }

  getChildren(item?: Item): Item[] {
    if (item === undefined) {
      const items: Item[] = Object.keys(signs).flatMap((verdict): Item[] => {
        const sites = this.report?.sites.filter((site) => site.verdict === verdict) ?? [];
        return sites.length > 0 ? [{ kind: 'verdict', verdict, sites }] : [];
      });
      const list = this.report?.problems ?? [];
      return list.length > 0 ? [...items, { kind: 'problems', list }] : items;
    }
    switch (item.kind) {
      case 'verdict':
        return item.sites.map((site) => ({ kind: 'site', site }));
      case 'problems':
        return item.list.map((problem) => ({ kind: 'problem', problem }));
      default:
        return [];
    }
  }

  getTreeItem(item: Item): vscode.TreeItem {
    switch (item.kind) {
      case 'verdict': {
        const row = new vscode.TreeItem(item.verdict, item.verdict === 'guarded' ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded);
        row.description = String(item.sites.length);
        row.iconPath = sign(item.verdict);
        return row;
      }
      case 'site': {
        const row = leaf(item.site.command, item.site.location);
        row.iconPath = sign(item.site.verdict);
        row.tooltip = [item.site.says ?? item.site.label, item.site.why === undefined ? '' : 'It ' + item.site.why + '.'].filter((line) => line !== '').join('\n');
        return row;
      }
      case 'problems': {
        const row = new vscode.TreeItem('not followed to the end', vscode.TreeItemCollapsibleState.Collapsed);
        row.description = String(item.list.length);
        row.iconPath = new vscode.ThemeIcon('circle-slash');
        return row;
      }
      case 'problem':
        return leaf(item.problem.message, item.problem.location);
    }
  }
}

function sign(verdict: string): vscode.ThemeIcon {
  const [icon, color] = signs[verdict] ?? ['circle-outline', 'foreground'];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

// leaf is a row that opens its place.
function leaf(label: string, location: Site['location']): vscode.TreeItem {
  const row = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  const uri = vscode.Uri.parse(location.uri);
  const { start, end } = location.range;
  row.description = `${vscode.workspace.asRelativePath(uri)}:${start.line + 1}`;
  row.command = {
    title: 'Open', command: 'vscode.open',
    arguments: [uri, { selection: new vscode.Range(start.line, start.character, end.line, end.character) }],
  };
  return row;
}

function summary(report: Report): string {
  const sites = report.sites.filter((site) => site.verdict !== 'possible').length;
  return `${count(report.scripts, 'script')}, ${count(sites, 'destructive command')}`;
}

function count(n: number, what: string): string {
  return n === 1 ? `1 ${what}` : `${n} ${what}s`;
}
