#!/usr/bin/env bash
# A question's page over HTTP beside a bare axum and askama page of the same size, each server on one core (needs wrk and taskset).
# Run from the project's root after: cargo build --profile dist --bin crema --example bare
set -euo pipefail
# Who asks waits for the slower of the two servers and falls asleep; waking another processor costs more than a page where the machine is a virtual one, and would be
# counted against that server alone. Where the system lets us (root), no processor sleeps while this runs.
if { exec 9<>/dev/cpu_dma_latency && printf '\0\0\0\0' >&9; } 2>/dev/null; then
  echo "processors: kept awake"
else
  echo "processors: may sleep (not root), which the slower server pays for"
fi
root=$PWD
folder=$(mktemp -d)
trap 'xargs kill <"$folder/pids" 2>/dev/null; rm -rf "$folder"' EXIT
start() { # name, command…
  local name=$1
  shift
  (cd "$folder" && exec taskset -c 0 "$@" >"$folder/$name.out" 2>"$folder/$name.err") &
  echo $! >>"$folder/pids"
  for _ in $(seq 100); do grep -q listening "$folder/$name.out" 2>/dev/null && break; sleep 0.05; done
  sed -n 's/^listening on //p' "$folder/$name.out" | head -1
}
bare=$(start bare "$root/target/dist/examples/bare")
export CREMA_LISTEN=127.0.0.1:0 CREMA_QUIZZES=$root/quizzes CREMA_RATE=0 CREMA_LOG=error
crema=$(start crema "$root/target/dist/crema")
headers=$(curl -si -X POST "$crema/attempts" -H "Origin: ${crema/127.0.0.1/localhost}" -d 'module=ia-generative-premiers-pas&lang=fr')
cookie=$(printf '%s' "$headers" | sed -n 's/^set-cookie: \([^;]*\).*/\1/p' | tr -d '\r')
path=$(printf '%s' "$headers" | sed -n 's/^location: \(.*\)1\r*$/\12/p' | tr -d '\r')
echo "bytes: bare $(curl -s "$bare/" | wc -c), crema $(curl -s -H "Cookie: $cookie" "$crema$path" | wc -c)"
spent() { awk '{print ($14 + $15) * 1000000 / '"$(getconf CLK_TCK)"'}' "/proc/$1/stat"; } # microseconds of both kinds of processor time
run() { # server's process, wrk's arguments…: answers a second, their 99th percentile, processor time of the server for one
  local before pid=$1
  before=$(spent "$pid")
  shift
  taskset -c 1 wrk -t1 -c64 -d4s --latency "$@" | awk -v before="$before" -v after_of="/proc/$pid/stat" -v tick="$(getconf CLK_TCK)" '
    /Requests\/sec/ {rate = $2} /99%/ {p99 = $2} /requests in/ {count = $1}
    END {getline line < after_of; split(line, f, " "); printf "%s %s %.1f", rate, p99, ((f[14] + f[15]) * 1000000 / tick - before) / count}'
}
mapfile -t pids <"$folder/pids"
for round in 1 2 3; do
  read -r a _ u <<<"$(run "${pids[0]}" "$bare/")"
  read -r b p v <<<"$(run "${pids[1]}" -H "Cookie: $cookie" "$crema$path")"
  awk -v a="$a" -v b="$b" -v p="$p" -v u="$u" -v v="$v" -v r="$round" 'BEGIN {printf "round %s: bare %.0f/s (%.1f us of processor each), crema %.0f/s (%.1f us), ratio %.2f (of processor time %.2f), p99 %s\n", r, a, u, b, v, b / a, u / v, p}'
done
