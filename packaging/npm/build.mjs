// Makes the npm packages: node packaging/npm/build.mjs FOLDER VERSION GOOS/GOARCH=PROGRAM…
// "wipelint" is a small script that names one package for each platform as an optional dependency; npm installs the one that fits.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [folder, version, ...programs] = process.argv.slice(2);
if (!folder || !version || programs.length === 0) {
  console.error("usage: build.mjs FOLDER VERSION GOOS/GOARCH=PROGRAM…");
  process.exit(2);
}
const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const systems = { linux: "linux", darwin: "darwin", windows: "win32" };
const machines = { amd64: "x64", arm64: "arm64" };
const about = {
  version,
  description: "Finds the ways in which a shell script wipes what a guard should have saved",
  homepage: "https://github.com/wipelint/wipelint",
  repository: { type: "git", url: "git+https://github.com/wipelint/wipelint.git" },
  license: "Apache-2.0",
};
const work = mkdtempSync(path.join(tmpdir(), "wipelint-npm-"));

function pack(name, manifest, files) {
  const dir = path.join(work, name.replace("/", "-"));
  mkdirSync(path.join(dir, "bin"), { recursive: true });
  for (const [to, from] of Object.entries(files)) {
    copyFileSync(from, path.join(dir, to));
    chmodSync(path.join(dir, to), 0o755);
  }
  for (const licence of ["LICENSE", "THIRD_PARTY_NOTICES"]) {
    if (existsSync(path.join(root, licence))) copyFileSync(path.join(root, licence), path.join(dir, licence));
  }
  writeFileSync(path.join(dir, "README.md"), `# ${name}\n\n${about.description}: ${about.homepage}\n`);
  writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name, ...about, ...manifest }, null, 2) + "\n");
  mkdirSync(folder, { recursive: true });
  execFileSync("npm", ["pack", "--silent", "--pack-destination", path.resolve(folder)], { cwd: dir, stdio: ["ignore", "inherit", "inherit"] });
}

try {
  const optional = {};
  for (const entry of programs) {
    const [target, program] = entry.split("=");
    const [goos, goarch] = target.split("/");
    const os = systems[goos];
    const cpu = machines[goarch];
    const name = `@wipelint/${os}-${cpu}`;
    optional[name] = version;
    pack(name, { os: [os], cpu: [cpu], preferUnplugged: true }, { [`bin/wipelint${os === "win32" ? ".exe" : ""}`]: program });
  }
  pack("wipelint", { bin: { wipelint: "bin/wipelint.js" }, engines: { node: ">=16" }, optionalDependencies: optional }, {
    "bin/wipelint.js": path.join(here, "wipelint.js"),
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
