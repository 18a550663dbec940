#!/usr/bin/env bash
# Runs the check for the action. The text goes to the log, where the problem matcher makes annotations of it; the SARIF file
# and the outputs are written before the exit code decides about the step.
# In: WIPELINT_PROGRAM, WIPELINT_ACTION, WIPELINT_PATHS, WIPELINT_ARGS, WIPELINT_SARIF, WIPELINT_FAIL_ON, WIPELINT_UNTRUSTED,
# WIPELINT_FORK, WIPELINT_BASE. The output "folder" is where comment.sh finds what was looked at, and what of it is trusted.
# It has to run with the bash 3.2 of macOS, which has no mapfile.
set -euo pipefail

refuse() {
    # A message is a workflow command, so nothing of an input stands in it.
    echo "::error title=wipelint::$1"
    exit 2
}

case $WIPELINT_SARIF in
'' | - | *[$'\n\r']*) refuse "the input sarif has to name one file" ;;
esac
# Code scanning shows what is suppressed as open, so that stays out of the file.
options=(--format "sarif=$WIPELINT_SARIF" --hide-suppressed)
case $WIPELINT_FAIL_ON in
error | warning | note) options+=(--fail-on "$WIPELINT_FAIL_ON") ;;
never) options+=(--exit-zero) ;;
*) refuse "the input fail-on has to be error, warning, note or never" ;;
esac

# What a stranger's change adds must not switch off what is said of it.
case $WIPELINT_UNTRUSTED in
always) strict=yes ;;
never) strict=no ;;
auto) if [[ $WIPELINT_FORK == true ]]; then strict=yes; else strict=no; fi ;;
*) refuse "the input untrusted has to be auto, always or never" ;;
esac
folder=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/wipelint.XXXXXX")
: >"$folder/trust"
if [[ $strict == yes ]]; then
    if [[ $WIPELINT_BASE =~ ^[0-9a-f]{40,64}$ ]] && git cat-file -e "$WIPELINT_BASE^{commit}" 2>/dev/null; then
        trust="--config-from=$WIPELINT_BASE"
    else
        trust=--untrusted
    fi
    options+=("$trust")
    printf '%s\0' "$trust" >"$folder/trust"
fi
options+=(--format "jsonl=$folder/findings")

# xargs splits like a shell and expands nothing.
if [[ $WIPELINT_ARGS == *[![:space:]]* ]]; then
    printf '%s\n' "$WIPELINT_ARGS" | xargs printf '%s\0' >"$folder/args" 2>/dev/null ||
        refuse "the input args has a quote that is not closed"
    before=
    while IFS= read -r -d '' arg; do
        options+=("$arg")
        # The audit of the comment goes by the same configuration.
        if [[ $before == --config ]]; then
            printf '%s\0' "--config=$arg" >>"$folder/trust"
            before=
        else
            [[ $arg != --config=* ]] || printf '%s\0' "$arg" >>"$folder/trust"
            before=$arg
        fi
    done <"$folder/args"
fi

# Paths go into a list, where none of them can be a flag.
while IFS= read -r path; do
    [[ -z $path ]] || printf '%s\0' "$path"
done <<<"$WIPELINT_PATHS" >"$folder/paths"
[[ -s $folder/paths ]] || refuse "the input paths is empty; write . for the whole repository"
options+=(--null --files-from "$folder/paths")

echo "folder=$folder" >>"$GITHUB_OUTPUT"
echo "::add-matcher::$WIPELINT_ACTION/action/problem-matcher.json"
code=0
"$WIPELINT_PROGRAM" check "${options[@]}" || code=$?
for owner in wipelint wipelint-note wipelint-problem; do
    echo "::remove-matcher owner=$owner::"
done

if [[ -f $folder/findings ]]; then
    # grep prints 0 and ends with 1 where there are none.
    count=$(grep -c '^{"type":"finding"' "$folder/findings") || [[ $count == 0 ]]
    echo "count=$count" >>"$GITHUB_OUTPUT"
    if [[ -n ${GITHUB_STEP_SUMMARY:-} ]]; then
        # Numbers alone: no text of a script gets into the page.
        severity() { grep -c "^{\"type\":\"finding\".*\"severity\":\"$1\"" "$folder/findings" || true; }
        printf '### wipelint\n\n| errors | warnings | notes | destructive commands |\n| --- | --- | --- | --- |\n| %s | %s | %s | %s |\n' \
            "$(severity error)" "$(severity warning)" "$(severity note)" "$(grep -c '^{"type":"site"' "$folder/findings" || true)" >>"$GITHUB_STEP_SUMMARY"
    fi
    if [[ -f $WIPELINT_SARIF ]]; then
        echo "sarif=$WIPELINT_SARIF" >>"$GITHUB_OUTPUT"
    fi
fi
exit "$code"
