#!/bin/sh
# The web page in Maven's build, called in app/: "web.sh build" makes web/dist when a source changed, "web.sh test"
# checks and tests it. web/dist/.built-from holds the checksum of the sources that dist was made from.
set -eu

main() {
    cd web
    case $1 in
        build) build ;;
        test) check ;;
    esac
}

build() {
    sources=$(checksum_of_sources)
    if [ -f dist/index.html ] && [ "$(cat dist/.built-from 2>/dev/null)" = "$sources" ]; then
        echo "The web page is up to date."
        return
    fi
    install_libraries
    rm -rf dist ../target/classes/web
    npm run build
    echo "$sources" >dist/.built-from
}

# Reports where ./chorale test looks for reports.
check() {
    install_libraries
    npm run check
    npx vitest run --reporter=default --reporter=junit --outputFile.junit=../target/web-reports/TEST-page.xml
}

checksum_of_sources() {
    find . \( -name node_modules -o -name dist -o -name '.*' ! -name . \) -prune -o -type f -print | LC_ALL=C sort |
        while read -r file; do cksum "$file"; done | cksum
}

install_libraries() {
    command -v npm >/dev/null || {
        echo "The web page is built with npm, and there is no npm on the PATH. Install Node.js 20.19 or newer" >&2
        echo "(https://nodejs.org), or build a server without a page: -Dweb.skip" >&2
        exit 1
    }
    lock=$(cksum <package-lock.json)
    if [ "$(cat node_modules/.installed-from 2>/dev/null)" != "$lock" ]; then
        npm ci --no-audit --no-fund
        echo "$lock" >node_modules/.installed-from
    fi
}

main "$@"
