#!/bin/sh
# Installs, from bench/npm/package-lock.json, the compared tools that come from npm. Without npm they are left out.
set -eu
cd "$(dirname "$0")/../bench/npm"

if ! command -v npm >/dev/null 2>&1; then
    echo "没有 npm：对照程序中不含 linkinator / no npm: linkinator is left out of the comparison" >&2
    exit 0
fi
# Whatever runs when a package is installed is not wanted; none of these packages needs it.
if ! npm ci --silent --ignore-scripts --no-audit --no-fund; then
    echo "npm 安装失败：对照程序中不含 linkinator / npm failed: linkinator is left out of the comparison" >&2
    rm -rf node_modules
fi
