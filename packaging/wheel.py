"""Builds the wheels of wipelint: the program for a platform, as a script of the package.

As a build backend (PEP 517), which pip and pre-commit call in a clone, it needs nothing but Python: the program comes from the release
that packaging/version names, and its archive must have the checksum that the release lists. Between releases, where the version ends
with -dev, and where WIPELINT_BUILD=1 asks for it, Go builds it from the clone.

    python3 packaging/wheel.py FOLDER GOOS/GOARCH PROGRAM     makes a wheel of a program that is there
"""
import base64
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RELEASES = os.environ.get("WIPELINT_RELEASES", "https://github.com/wipelint/wipelint/releases/download")
# The largest archive that is read.
MOST = 200 << 20

# A static program runs with any C library, so a wheel for Linux is for both families.
TAGS = {
    "linux/amd64": "manylinux2014_x86_64.manylinux_2_17_x86_64.musllinux_1_1_x86_64",
    "linux/arm64": "manylinux2014_aarch64.manylinux_2_17_aarch64.musllinux_1_1_aarch64",
    "darwin/amd64": "macosx_11_0_x86_64",
    "darwin/arm64": "macosx_11_0_arm64",
    "windows/amd64": "win_amd64",
    "windows/arm64": "win_arm64",
}


def version():
    """The version of Go's form, without the v."""
    if "WIPELINT_VERSION" in os.environ:
        return os.environ["WIPELINT_VERSION"].removeprefix("v")
    with open(os.path.join(ROOT, "packaging", "version"), encoding="ascii") as f:
        return f.read().strip()


def pythonic(v):
    """The same as Python writes it: 0.1.0-dev is 0.1.0.dev0."""
    head, _, rest = v.partition("-")
    if not rest:
        return head
    if rest.startswith("rc"):
        return head + rest.replace(".", "").replace("-", "")
    return head + ".dev0"


def host():
    """This machine as Go names it."""
    system = {"Linux": "linux", "Darwin": "darwin", "Windows": "windows"}.get(platform.system(), platform.system())
    machine = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}.get(platform.machine().lower(), platform.machine())
    return system + "/" + machine


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        data = answer.read(MOST + 1)
    if len(data) > MOST:
        raise SystemExit(f"wipelint: {url} is too large to be an archive of it")
    return data


def released(target):
    """The program of the release, out of an archive with the right checksum."""
    v, (system, machine) = version(), target.split("/")
    name = f"wipelint_{v}_{system}_{machine}." + ("zip" if system == "windows" else "tar.gz")
    base = f"{RELEASES}/v{v}/"
    sums = dict(reversed(line.split()) for line in fetch(base + "checksums.txt").decode("ascii").splitlines() if line.strip())
    if name not in sums:
        raise SystemExit(f"wipelint: release v{v} has nothing for {target}; install Go and set WIPELINT_BUILD=1")
    data = fetch(base + name)
    if hashlib.sha256(data).hexdigest() != sums[name]:
        raise SystemExit(f"wipelint: {base}{name} has not the checksum that its release lists; it is not installed")
    if system == "windows":
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return z.read("wipelint.exe")
    with tarfile.open(fileobj=io.BytesIO(data)) as t:
        return t.extractfile("wipelint").read()


def built(target):
    """The program as Go builds it from this clone."""
    go = shutil.which("go")
    if go is None:
        raise SystemExit(f"wipelint: {version()} is no release, so Go has to build it, and is not installed; name a release, or install Go")
    system, machine = target.split("/")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "wipelint")
        env = dict(os.environ, CGO_ENABLED="0", GOOS=system, GOARCH=machine, GOWORK="off", GOFLAGS="")
        flags = f"-s -w -X main.version=v{version()}"
        subprocess.run([go, "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", out, "./cmd/wipelint"], cwd=ROOT, env=env, check=True)
        with open(out, "rb") as f:
            return f.read()


def metadata():
    return f"""Metadata-Version: 2.1
Name: wipelint
Version: {pythonic(version())}
Summary: Finds the ways in which a shell script wipes what a guard should have saved
Home-page: https://github.com/wipelint/wipelint
License: Apache-2.0
Requires-Python: >=3.8
Description-Content-Type: text/plain

The program wipelint, as a package for pip and pre-commit. See https://github.com/wipelint/wipelint.
"""


def wheel(folder, target, program, level=9):
    """Writes a wheel. The same program gives the same bytes."""
    v, system = pythonic(version()), target.split("/")[0]
    name = f"wipelint-{v}-py3-none-{TAGS[target]}.whl"
    info = f"wipelint-{v}.dist-info/"
    script = f"wipelint-{v}.data/scripts/wipelint" + (".exe" if system == "windows" else "")
    files = [(script, program, 0o755), (info + "METADATA", metadata().encode(), 0o644), (info + "WHEEL", (
        "Wheel-Version: 1.0\nGenerator: wipelint\nRoot-Is-Purelib: false\n" + "".join(f"Tag: py3-none-{t}\n" for t in TAGS[target].split("."))
    ).encode(), 0o644)]
    for licence in ("LICENSE", "THIRD_PARTY_NOTICES"):
        path = os.path.join(ROOT, licence)
        if os.path.exists(path):
            with open(path, "rb") as f:
                files.append((info + "licenses/" + licence, f.read(), 0o644))
    record = io.StringIO()
    for path, data, _ in files:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record.write(f"{path},sha256={digest},{len(data)}\n")
    record.write(info + "RECORD,,\n")
    files.append((info + "RECORD", record.getvalue().encode(), 0o644))
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(os.path.join(folder, name), "w", zipfile.ZIP_DEFLATED, compresslevel=level) as z:
        for path, data, mode in files:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100000 | mode) << 16
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(entry, data)
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    target = host()
    if target not in TAGS:
        raise SystemExit(f"wipelint: there is no program for {target}; build it with Go: go install ./cmd/wipelint")
    local = os.environ.get("WIPELINT_BUILD") == "1" or version().endswith("-dev")
    return wheel(wheel_directory, target, built(target) if local else released(target), level=1)


def build_sdist(sdist_directory, config_settings=None):
    """What is needed to make the wheel of a release: this file, the version and the licence."""
    v = pythonic(version())
    name = f"wipelint-{v}.tar.gz"
    pkg_info = metadata().encode()
    os.makedirs(sdist_directory, exist_ok=True)
    with tarfile.open(os.path.join(sdist_directory, name), "w:gz", format=tarfile.PAX_FORMAT) as t:
        for path in ("pyproject.toml", "packaging/wheel.py", "packaging/version", "LICENSE", "THIRD_PARTY_NOTICES"):
            if os.path.exists(os.path.join(ROOT, path)):
                t.add(os.path.join(ROOT, path), f"wipelint-{v}/{path}")
        entry = tarfile.TarInfo(f"wipelint-{v}/PKG-INFO")
        entry.size = len(pkg_info)
        t.addfile(entry, io.BytesIO(pkg_info))
    return name


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    with open(sys.argv[3], "rb") as f:
        print(wheel(sys.argv[1], sys.argv[2], f.read()))
