#!/usr/bin/env bash
# Writes what a pull request changes about destructive commands as its comment: the difference of the audit. There is one comment, which later
# runs change; where nothing differs and none is there, none is made. It fails no job: the check has decided already.
# In: WIPELINT_PROGRAM, WIPELINT_FOLDER (of what check.sh looked at, and how), WIPELINT_BASE, WIPELINT_PULL, GITHUB_REPOSITORY, GH_TOKEN.
# It has to run with the bash 3.2 of macOS.
set -euo pipefail

leave() {
    # Nothing of an input stands in it.
    echo "wipelint: no comment: $1"
    exit 0
}

[[ $WIPELINT_PULL =~ ^[0-9]+$ ]] || leave "this is no pull request"
if ! [[ $WIPELINT_BASE =~ ^[0-9a-f]{40,64}$ ]] || ! git cat-file -e "$WIPELINT_BASE^{commit}" 2>/dev/null; then
    leave "the clone does not have the base of the pull request; give actions/checkout fetch-depth: 0"
fi
[[ $GITHUB_REPOSITORY =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] || leave "the repository has no name"
command -v gh >/dev/null || leave "gh is not installed"

options=()
while IFS= read -r -d '' option; do
    options+=("$option")
done <"$WIPELINT_FOLDER/trust"
page=$WIPELINT_FOLDER/comment.md
difference=$WIPELINT_FOLDER/difference.md
# An empty array is an unset variable for bash 3.2.
"$WIPELINT_PROGRAM" audit --diff "$WIPELINT_BASE" --null --files-from "$WIPELINT_FOLDER/paths" --format "markdown=$difference" \
    ${options[@]+"${options[@]}"} || leave "the audit could not do its work"

mark='<!-- wipelint -->'
comments=repos/$GITHUB_REPOSITORY/issues/$WIPELINT_PULL/comments
old=$(gh api --paginate "$comments?per_page=100" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id" 2>/dev/null) ||
    leave "the token may not read the pull request; the job needs pull-requests: write"
old=${old%%$'\n'*}
if [[ -z $old ]] && grep -q ': 0 new[^|]*, 0 worse, 0 better, 0 gone, ' "$difference"; then
    leave "nothing differs"
fi
{
    echo "$mark"
    # A comment has at most 65,536 characters; whole lines, and never half a table row.
    awk '{ size += length($0) + 1 } size > 60000 { print "\n… and more, which \"wipelint audit --diff\" shows."; exit } { print }' "$difference"
} >"$page"
if [[ -n $old ]]; then
    [[ $old =~ ^[0-9]+$ ]] || leave "the answer of the service is not understood"
    set -- PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$old"
else
    set -- POST "$comments"
fi
gh api --silent --method "$1" "$2" --field "body=@$page" 2>/dev/null || leave "the token may not write it; the job needs pull-requests: write"
echo "wipelint: the comment of the pull request says what differs"
