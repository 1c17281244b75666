#!/bin/sh
# Checks, before a target runs, the programs that cannot be installed without the system's package manager.
# Argument: test-full | bench. Names every missing package at once, in Chinese and English; exit code 2.
set -eu

missing_debian=
missing_brew=

missing() { # Debian package, Homebrew package, what it is for
    missing_debian="$missing_debian $1"
    missing_brew="$missing_brew $2"
    printf '缺少 %s：%s / missing\n' "$1" "$3" >&2
}

have() {
    PATH="$PATH:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin" command -v "$1" >/dev/null 2>&1
}

have_browser() {
    have chromium || have chromium-browser || have google-chrome ||
        [ -d "/Applications/Chromium.app" ] || [ -d "/Applications/Google Chrome.app" ]
}

case ${1:-} in
    test-full) have_browser || missing chromium chromium "浏览器测试 (browser tests)" ;;
    bench)
        have nginx || missing nginx-light nginx "提供被测网站 (serves the bench site)"
        have wget || missing wget wget "对照程序 (one of the programs compared)"
        ;;
    *)
        echo "usage: require.sh test-full|bench" >&2
        exit 2
        ;;
esac

if [ -n "$missing_debian" ]; then
    printf '请先安装 / install first:\n  Debian: apt-get install%s\n  macOS:  brew install%s\n' \
        "$missing_debian" "$missing_brew" >&2
    exit 2
fi
