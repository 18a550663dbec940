#!/usr/bin/env bash
# Writes what a release changes in the repository; the commit and the tag are left to who makes it.
#   packaging/release.sh make 0.1.0     what is unreleased in CHANGELOG.md becomes that of the version, as of today
#   packaging/release.sh next 0.2.0     the commits from here on belong to the next version
#   packaging/release.sh check v0.1.0   whether a tag fits its commit
# It has to run with the bash 3.2 of macOS.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "$1" >&2
    exit 1
}

[[ $# -eq 2 && ${2#v} =~ ^[0-9]+\.[0-9]+\.[0-9]+(-rc\.[0-9]+)?$ ]] || fail "usage: packaging/release.sh make|next|check VERSION, such as 0.1.0 or 0.1.0-rc.1"
version=${2#v}
case $1 in
make)
    [[ $(cat packaging/version) == "${version%%-*}-dev" ]] || fail "this commit belongs to $(cat packaging/version), and not to $version: see packaging/release.sh next"
    ! grep -qF "## [$version]" CHANGELOG.md || fail "CHANGELOG.md has $version already"
    awk '/^## / { if (on) exit; on = $0 == "## [Unreleased]"; next } on && /^- / { found = 1 } END { exit !found }' CHANGELOG.md ||
        fail "nothing stands under Unreleased in CHANGELOG.md"
    # What was said about the time before the first release goes.
    awk -v title="## [$version] - $(date -u +%Y-%m-%d)" '
        $0 == "## [Unreleased]" { print; print ""; print title; new = 1; next }
        new && /^Nothing is released yet/ { skip = 1; next }
        skip && /^$/ { skip = 0; next }
        { print }' CHANGELOG.md >CHANGELOG.new
    mv CHANGELOG.new CHANGELOG.md
    echo "$version" >packaging/version
    echo "look at CHANGELOG.md and docs/install.md, and commit it; then: git tag -s v$version && git push origin v$version"
    ;;
next)
    [[ $(cat packaging/version) != *-dev ]] || fail "this commit belongs to $(cat packaging/version), which is no release"
    echo "$version-dev" >packaging/version
    ;;
check)
    [[ v$(cat packaging/version) == "v$version" ]] || fail "the tag is v$version, and packaging/version says $(cat packaging/version)"
    grep -qE "^## \[${version//./\\.}\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md || fail "CHANGELOG.md does not have $version with its day"
    ;;
*) fail "usage: packaging/release.sh make|next|check VERSION" ;;
esac
