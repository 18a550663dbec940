#!/bin/bash
# game-client: starts the client; --reset throws the installation away and unpacks it anew.
# Without an installation there is nothing to reset.

ROOT_LINK=${CLIENT_ROOT:-$HOME/.client/root}
BUNDLE=bootstrap.tar.xz

# The link leads to wherever the user keeps the installation.
CLIENTROOT="$(cd "$ROOT_LINK" && pwd -P)"

say() {
    echo "game-client: $*"
}

is_down() {
    pgrep -x game-client >/dev/null
    [ $? -eq 1 ]
}

unpack() {
    mkdir -p "$CLIENTROOT"
    tar -C "$CLIENTROOT" -xJf "$BUNDLE"
}

reset_client() {
    is_down || {
        say "the client is still running"
        return 1
    }
    say "removing the old installation"
    rm -rf "${CLIENTROOT:?}/"*
    unpack
}

case $1 in
--reset)
    reset_client || exit 1
    ;;
--version)
    cat "$CLIENTROOT/version"
    exit
    ;;
esac

exec "$CLIENTROOT/client.sh"
