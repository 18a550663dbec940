#!/usr/bin/env bash
# Builds wipelint for the action: the version that is asked for, or the source that the action consists of.
# In: WIPELINT_VERSION, WIPELINT_ACTION (the action's folder). Out: the step's output "program".
set -euo pipefail

refuse() {
    # A message is a workflow command, so nothing of an input stands in it.
    echo "::error title=wipelint::$1"
    exit 2
}

command -v go >/dev/null || refuse "go is not installed here; add a step with actions/setup-go before this one"

# RUNNER_TEMP is the job's own. A second use of the action finds the program there, and go builds it anew only if it has to.
if [[ -n ${RUNNER_TEMP:-} ]]; then
    folder=$RUNNER_TEMP/wipelint-program
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
fi
case $WIPELINT_VERSION in
'')
    # The folder may lie in a workspace of the caller's, or be no checkout of git.
    (cd "$WIPELINT_ACTION" && GOWORK=off GOFLAGS='' go build -trimpath -buildvcs=false -ldflags=-s -o "$folder/" ./cmd/wipelint)
    ;;
*[!A-Za-z0-9._+/-]*)
    refuse "the input version is no version; write one such as v1.2.3, or latest"
    ;;
*)
    (cd "$folder" && GOBIN=$folder GOWORK=off GOFLAGS='' go install -trimpath "github.com/wipelint/wipelint/cmd/wipelint@$WIPELINT_VERSION")
    ;;
esac
program=$folder/wipelint$(go env GOEXE)
"$program" --version
echo "program=$program" >>"$GITHUB_OUTPUT"
