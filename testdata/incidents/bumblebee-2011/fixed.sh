#!/bin/bash
# install.sh: switches a laptop with two graphics chips to the driver that can use both.
# Asks nothing; run it as root.

DRIVER=nvidia-current
XORG=/usr/lib/xorg
CONF=xorg.conf.nvidia

say() {
    echo "== $*"
}

if [ "$(id -u)" -ne 0 ]; then
    echo "run it with sudo" >&2
    exit 1
fi

case $(lsb_release -is) in
Ubuntu | Debian)
    say "installing $DRIVER"
    apt-get -y install "$DRIVER" || exit 1

    say "using the server modules of the distribution"
    update-alternatives --set gl_conf /usr/lib/mesa/ld.so.conf
    rm -rf /usr/lib/nvidia-current/xorg/xorg
    ln -s "$XORG" /usr/lib/nvidia-current/xorg/xorg
    ;;
Fedora)
    say "installing the kernel module"
    yum -y install akmod-nvidia || exit 1
    ;;
*)
    echo "this distribution is not known" >&2
    exit 1
    ;;
esac

ldconfig
install -m 644 "$CONF" /etc/X11/xorg.conf.nvidia
say "log out and in again"
