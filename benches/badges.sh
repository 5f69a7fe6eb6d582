#!/usr/bin/env bash
# Badges in number: 10,000 given from one list, 100,000 taken back and their status lists signed anew, and the page that strangers come to, asked by 64 at once.
# Fails where a limit is passed. Run from the project's root after: cargo build --profile dist --bin crema (needs GNU time, curl and wrk or oha for the page).
set -euo pipefail
root=$PWD
crema=${CREMA_BIN:-$root/target/dist/crema}
given=${GIVEN:-10000} revoked=${REVOKED:-100000}
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder"
export CREMA_LISTEN=127.0.0.1:0 CREMA_QUIZZES=$root/quizzes CREMA_RATE=0 CREMA_LOG=error
serve() { # starts the server and leaves its address in $address
  "$crema" serve >serve.out 2>serve.err &
  server=$!
  for _ in $(seq 200); do grep -q listening serve.out && break; sleep 0.05; done
  address=$(sed -n 's/^listening on //p' serve.out | head -1)
}
measured() { # name, seconds, megabytes, command…: its wall time and its most memory, each held against what it may be
  local name=$1 seconds=$2 megabytes=$3
  shift 3
  env time -f '%e %M' -o measured "$@" >out 2>err || { tail -3 err; exit 1; }
  read -r took most <measured
  printf '%s: %.2f s (at most %s), %.0f MB (at most %s)\n' "$name" "$took" "$seconds" "$((most / 1024))" "$megabytes"
  awk -v t="$took" -v s="$seconds" -v m="$most" -v b="$megabytes" 'BEGIN {exit !(t <= s && m <= b * 1024)}' || failed=1
}
failed=
serve && kill "$server" && wait "$server" || true # keys, schema and address
people() { # from, to: a list of people
  echo 'name'
  seq "$1" "$2" | sed 's/^/Personne /'
}
people 1 "$given" >people.csv
measured "$given given from a list" 15 200 "$crema" issue ia-generative-decouverte people.csv --json
: >more.out
if [ "$revoked" -gt "$given" ]; then
  people "$((given + 1))" "$revoked" >more.csv
  "$crema" issue ia-generative-decouverte more.csv --json >more.out 2>/dev/null
fi
cat out more.out | grep -oE '/credentials/[0-9a-f-]{36}' | sed 's,.*/,,' | sort -u | head -n "$revoked" >ids.txt
serve
page=$address/credentials/$(head -1 ids.txt)
bytes=$(curl -s -H 'Accept: text/html' "$page" | wc -c)
if command -v wrk >/dev/null; then
  wrk -t1 -c64 -d5s --latency -H 'Accept: text/html' "$page" | awk -v b="$bytes" '/99%/ {p = $2} /Requests\/sec/ {r = $2} END {printf "page of a badge (%d bytes), 64 clients: %s/s, p99 %s (at most 20 ms)\n", b, r, p}'
elif command -v oha >/dev/null; then
  oha -c 64 -z 5s --no-tui -H 'Accept: text/html' "$page" | awk -v b="$bytes" '/99.00%/ {p = $3 " " $4} /Requests\/sec/ {r = $2} END {printf "page of a badge (%d bytes), 64 clients: %s/s, p99 %s (at most 20 ms)\n", b, r, p}'
else
  echo "page of a badge: neither wrk nor oha is here"
fi
kill "$server" && wait "$server" || true
server=
measured "$(wc -l <ids.txt) taken back" 10 200 "$crema" status revoke --file ids.txt --reason 'Mesure'
serve
began=$(date +%s.%N)
lists=0
for list in $(seq 1 100); do
  code=$(curl -s -o list.json -w '%{http_code}' "$address/status/$list")
  [ "$code" = 200 ] || break
  lists=$list
done
awk -v b="$began" -v e="$(date +%s.%N)" -v n="$lists" 'BEGIN {printf "%d lists signed anew: %.2f s\n", n, e - b}'
[ -z "$failed" ]
