#!/bin/sh
# Builds the web page with npm, and only when it changed: called by Maven in app/, with no arguments.
# app/web/dist/.built-from holds the checksum of the sources that dist was made from.
set -eu

cd web 2>/dev/null || { echo "There is no app/web: the jar gets no web page."; exit 0; }

sources=$(find . \( -name node_modules -o -name dist -o -name .svelte-kit -o -name test-results \) -prune \
    -o -type f -print | LC_ALL=C sort | while read -r file; do cksum "$file"; done | cksum)
if [ -f dist/index.html ] && [ "$(cat dist/.built-from 2>/dev/null)" = "$sources" ]; then
    echo "The web page is up to date."
    exit 0
fi

command -v npm >/dev/null || {
    echo "The web page is built with npm, and there is no npm on the PATH. Install Node.js 20 or newer" >&2
    echo "(https://nodejs.org, or: apt-get install nodejs npm), or build a server without a page: -Dweb.skip" >&2
    exit 1
}

lock=$(cksum <package-lock.json)
if [ "$(cat node_modules/.installed-from 2>/dev/null)" != "$lock" ]; then
    npm ci --no-audit --no-fund
    echo "$lock" >node_modules/.installed-from
fi
rm -rf dist
npm run build
echo "$sources" >dist/.built-from
