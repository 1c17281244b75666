#!/bin/sh
# Makes .venv from uv.lock, with a uv that is on the PATH or else one fetched into .tools.
# Arguments are handed to `uv sync` / `uv export` (for example: --group bench).
set -eu
cd "$(dirname "$0")/.."

OLDEST_UV=0.5.0 # the first one that knows dependency groups well
GOT_UV=.tools/uv/bin/uv
UV_PROJECT_ENVIRONMENT=.venv
export UV_PROJECT_ENVIRONMENT
unset VIRTUAL_ENV CONDA_PREFIX || true

# Offices often look into TLS with a certificate of their own, which only the system's store knows.
if [ -s /etc/ssl/certs/ca-certificates.crt ] || [ -d /System/Library/Keychains ]; then
    UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}
    export UV_SYSTEM_CERTS
fi

fail() {
    printf '\n错误：%s\nError: %s\n' "$1" "$2" >&2
    exit 2
}

# A shim on the PATH may stand for a uv that is not there, so it has to answer.
usable() {
    version=$("$1" --version 2>/dev/null | sed -n 's/^uv \([0-9][0-9.]*\).*/\1/p') || return 1
    [ -n "$version" ] || return 1
    [ "$(printf '%s\n%s\n' "$OLDEST_UV" "$version" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$OLDEST_UV" ]
}

find_uv() {
    for uv in "${UV:-}" uv "$HOME/.local/bin/uv" "$GOT_UV"; do
        if [ -n "$uv" ] && usable "$uv"; then return 0; fi
    done
    command -v python3 >/dev/null 2>&1 || fail \
        "缺少 python3。请先安装（Debian：apt-get install python3；macOS：brew install python）。" \
        "python3 is missing. Install it first (Debian: apt-get install python3; macOS: brew install python)."
    echo "未找到 uv，正在从 PyPI 取得（放在 .tools/uv）… / uv is absent, getting it from PyPI into .tools/uv" >&2
    python3 scripts/bootstrap_uv.py .tools/uv || exit 2
    uv=$GOT_UV
    usable "$uv" || fail \
        "取得的 uv 无法运行：$uv。请手工安装 uv（https://docs.astral.sh/uv/）后重试。" \
        "the uv that was fetched does not run: $uv. Install uv by hand (https://docs.astral.sh/uv/) and try again."
}

# A mirror cannot serve `uv sync --locked` (the lock names pypi.org); its files are checked by the lock's hashes instead.
sync_from_mirror() {
    echo "使用镜像安装 / installing from the mirror: $(printf '%s' "$1" | sed 's#//[^/@]*@#//#')" >&2
    mkdir -p .tools
    [ -x .venv/bin/python ] || "$uv" venv --quiet --python '>=3.11' .venv || return 1
    index=$1
    shift
    "$uv" export --quiet --frozen --no-emit-project --format requirements-txt "$@" >.tools/requirements.txt &&
        "$uv" pip install --quiet --python .venv/bin/python --default-index "$index" --require-hashes \
            -r .tools/requirements.txt &&
        "$uv" pip install --quiet --python .venv/bin/python --default-index "$index" --no-deps -e .
}

find_uv
mirror=${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-${PIP_INDEX_URL:-}}}
case $mirror in
    '' | https://pypi.org/simple | https://pypi.org/simple/) unset UV_DEFAULT_INDEX UV_INDEX_URL || true
        "$uv" sync --locked --inexact "$@" ;;
    *) sync_from_mirror "$mirror" "$@" ;;
esac || fail \
    "安装依赖失败，原因见上。需要 Python 3.11 或更新版本，并能访问 PyPI（或以 PIP_INDEX_URL 指定镜像）。" \
    "installing the dependencies failed, see above. Python 3.11 or newer and PyPI (or a mirror in PIP_INDEX_URL) are needed."
