#!/usr/bin/env bash
# GET /api/v1/auths/ with a session: this server beside Express + express-session + connect-redis, in one run.
# Needs wrk, node, npm, curl and redis-server (or REDIS_SERVER) on the path, and app/target/chorale.jar (./chorale builds it).
# Usage: bench/sessions/run.sh [rounds] [seconds] [seconds of warming up]
set -euo pipefail
rounds=${1:-3} seconds=${2:-10} warm=${3:-30} connections=64
here=$(cd "$(dirname "$0")" && pwd)
jar=${CHORALE_JAR:-$here/../../app/target/chorale.jar}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
redis_port=${REDIS_PORT:-17379} chorale_port=${CHORALE_PORT:-17380} express_port=${EXPRESS_PORT:-17381}
work=$(mktemp -d)
started=()
stop() { for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap stop EXIT
await() { for _ in $(seq 1800); do curl -sf -o /dev/null "$1" && return; sleep 0.1; done; echo "no answer from $1" >&2; exit 1; }

"${REDIS_SERVER:-redis-server}" --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$work" >"$work/redis.log" &
redis=$!; started+=($redis)
HOST=127.0.0.1 PORT=$chorale_port DATA_DIR=$work REDIS_URL=redis://127.0.0.1:$redis_port/0 \
    "$java" -Xmx512m -jar "$jar" serve >"$work/chorale.log" 2>&1 &
chorale=$!; started+=($chorale)
cp "$here/package.json" "$here/express.js" "$work"
(cd "$work" && npm install --no-audit --no-fund --loglevel=error >/dev/null)
NODE_ENV=production node "$work/express.js" "$express_port" "redis://127.0.0.1:$redis_port/1" >"$work/express.log" &
express=$!; started+=($express)

await "http://127.0.0.1:$chorale_port/ready"
answer=$(curl -sf "http://127.0.0.1:$chorale_port/api/v1/auths/signup" -H 'Content-Type: application/json' \
    -d '{"name":"Anna","email":"anna@example.org","password":"secret-Anna"}')
token=$(node -e 'console.log(JSON.parse(process.argv[1]).token)' "$answer")
for _ in $(seq 100); do grep -q ready "$work/express.log" && break; sleep 0.1; done
cookie=$(curl -sf -D - -o /dev/null "http://127.0.0.1:$express_port/signin" -H 'Content-Type: application/json' -d "$answer" \
    | sed -n 's/^[Ss]et-[Cc]ookie: \([^;]*\).*/\1/p')

# Clock ticks that a process has used, a hundredth of a second each.
ticks() { awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"; }

measure() { # name pid port cookie seconds
    local seconds=$5 before redis_before requests failed
    before=$(ticks "$2"); redis_before=$(ticks "$redis")
    wrk -t2 -c$connections -d"${seconds}s" --latency -H "Cookie: $4" "http://127.0.0.1:$3/api/v1/auths/" >"$work/wrk.txt"
    requests=$(awk '/requests in/ { print $1 }' "$work/wrk.txt")
    failed=$(awk '/Non-2xx/ { print $NF }' "$work/wrk.txt")
    awk -v name="$1" -v n="$requests" -v failed="${failed:-0}" -v server=$(($(ticks "$2") - before)) \
        -v redis=$(($(ticks "$redis") - redis_before)) -v s="$seconds" -v p99="$(awk '$1 == "99%" { print $2 }' "$work/wrk.txt")" \
        'BEGIN { printf "%s %.0f %.1f %.1f %s %d\n", name, n / s, server * 1e4 / n, redis * 1e4 / n, p99, failed }'
}

measure warm "$chorale" "$chorale_port" "token=$token" "$warm" >/dev/null
measure warm "$express" "$express_port" "$cookie" "$warm" >/dev/null
echo "server requests/s server-µs/request redis-µs/request p99 failed"
for _ in $(seq "$rounds"); do
    measure chorale "$chorale" "$chorale_port" "token=$token" "$seconds"
    measure express "$express" "$express_port" "$cookie" "$seconds"
done | tee "$work/rows"
awk '{ n[$1]++; rate[$1] += $2; cpu[$1] += $3 + $4 }
    END { printf "chorale : express = %.2f of requests/s, %.2f of requests per CPU second (Redis included)\n",
        rate["chorale"] / rate["express"], cpu["express"] / cpu["chorale"] }' "$work/rows"
echo "load average: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) cores"
