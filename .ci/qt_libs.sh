#!/bin/sh
# usage: qt_libs.sh PYTHON
# Sees to the shared libraries that Qt needs from a Linux system and that no wheel brings.
# On a Debian-like system it installs what is missing if it may, else it prints the line to run.
# Fails only if Qt cannot be loaded at all.
set -u
python=$1

packages="libegl1 libgl1 libx11-6 libx11-xcb1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 \
libfontconfig1 libfreetype6 libglib2.0-0 libbrotli1 libzstd1 libgssapi-krb5-2 libxcb-cursor0 \
libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 \
libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1"
install="apt-get install -y --no-install-recommends $packages"

missing() {
    "$python" - <<'PYTHON'
import importlib.util
import pathlib
import re
import subprocess

(folder,) = importlib.util.find_spec("PySide6").submodule_search_locations
root = pathlib.Path(folder)
files = [*root.glob("Qt[CGW]*.so"), *root.glob("Qt/plugins/platforms/libq[ox]*.so")]
said = subprocess.run(["ldd", *files], capture_output=True, text=True).stdout
print(*sorted(set(re.findall(r"^\s*(\S+) => not found", said, re.MULTILINE))))
PYTHON
}

may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

[ "$(uname -s)" = Linux ] || exit 0
lacking=$(missing)
[ -n "$lacking" ] || exit 0

echo "Qt lacks these shared libraries: $lacking" >&2
if may_install; then
    export DEBIAN_FRONTEND=noninteractive
    as_root apt-get update -q >&2
    # shellcheck disable=SC2086 # the words of the line are meant to fall apart
    as_root $install >&2
    lacking=$(missing)
fi
[ -n "$lacking" ] || exit 0

if command -v apt-get >/dev/null; then
    echo "To install them:" >&2
    echo "sudo $install" >&2
else
    echo "Install them with your system's package manager." >&2
fi
# Without a few of them there is no X11 window, but Wayland and the tests go on.
"$python" -c "import PySide6.QtWidgets" 2>/dev/null
