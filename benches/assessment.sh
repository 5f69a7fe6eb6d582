#!/usr/bin/env bash
# What the commands for modules and marks take, in seconds and megabytes, beside what they may: files are made the same each time.
# Run from the project's root after: cargo build --profile dist --bin crema   (needs awk and GNU time)
set -euo pipefail
export LC_ALL=C
crema=$PWD/target/dist/crema
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp quizzes/frameworks.toml "$folder"
cd "$folder"

head_of() { # id, more tables
  printf 'format = "cafeia-module/1"\nid = "%s"\nversion = "1.0.0"\nlang = "fr"\ntitle = "T"\nsummary = "S"\nlicence = "CC-BY-SA-4.0"\n%s\n' "$1" "$2"
}
# Questions of eight kinds: how many, more keys for each.
items() {
  awk -v count="$1" -v more="$2" 'BEGIN {
    for (n = 0; n < count; n++) {
      line = more; gsub(/POOL/, substr("abcdefghij", n % 10 + 1, 1), line); gsub(/HARD/, (n % 41 - 20) / 10, line); gsub(/JUDGED/, 0.45 + n % 40 / 100, line)
      printf "[[items]]\nid = \"i%d\"\nask = \"Question %d ?\"\nwhy = \"Parce que %d.\"\n%s\n", n, n, n, line
      kind = n % 8
      if (kind == 0) print "type = \"single\"\nright = \"a\"\nwrong = [\"b\", \"c\", \"d\"]"
      if (kind == 1) print "type = \"multiple\"\nright = [\"a\", \"b\"]\nwrong = [\"c\", \"d\", \"e\"]"
      if (kind == 2) print "type = \"number\"\nright = 45\ntolerance = 5\nmin = 0\nmax = 100"
      if (kind == 3) print "type = \"match\"\npairs = [[\"a\", \"1\"], [\"b\", \"2\"], [\"c\", \"3\"], [\"d\", \"4\"]]"
      if (kind == 4) print "type = \"order\"\nsequence = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]"
      if (kind == 5) print "type = \"cloze\"\npassage = \"{1} et {2}\"\ngaps = [{ right = \"a\", wrong = [\"b\", \"c\"], weight = 2 }, { accept = [\"d\"] }]"
      if (kind == 6) print "type = \"sort\"\nbins = [{ label = \"x\", holds = [\"a\", \"b\"] }, { label = \"y\", holds = [\"c\"] }]"
      if (kind == 7) print "type = \"text\"\naccept = [\"mot\"]"
    }
  }'
}
levels='[frameworks]
digcomp = "3.0"
[[levels]]
id = "l"
name = "L"
min = BAR
needs = { min_per_skill = 0.4 }
badge = "b"
[[badges]]
id = "b"
name = "B"
description = "B."
align = ["digcomp:1.2"]
image = { file = "b.svg", alt = "B" }'
pools=$(for pool in a b c d e f g h i j; do printf '[[pools]]\nid = "%s"\ndraw = 4\n' $pool; done)
stages='[[pools]]
id = "a"
draw = 20
[[pools]]
id = "b"
draw = 20
[[pools]]
id = "c"
draw = 20'
{
  head_of big "$(printf '[delivery]\nmode = "certification"\n[standard]\nmethod = "angoff"\nstatus = "panel"\ncut = "per-form"\n[analysis]\nexposure_max = 0.3\n%s\n%s' "$pools" "${levels/BAR/\"standard\"}")"
  items 500 'skills = ["digcomp:1.2"]
pool = "POOL"
angoff = JUDGED
difficulty = HARD'
} >big.toml
{
  head_of stages "$(printf '[delivery]\ntwo_stage = { routing = "a", easy = "b", hard = "c", cut = 0.5 }\n%s\n%s' "$stages" "${levels/BAR/0.6}")"
  items 500 'skills = ["digcomp:1.2"]
pool = "POOL"
difficulty = HARD' | sed 's/pool = "[d-f]"/pool = "a"/;s/pool = "[gh]"/pool = "b"/;s/pool = "[ij]"/pool = "c"/'
} >stages.toml

repeat() { awk -v text="$1" -v count="$2" 'BEGIN { for (n = 0; n < count; n++) printf "%s", text }'; }
plain=$(items 1 '')
repeat 'une ligne de texte
' 550000 >h-ten-megabytes.toml
{ head_of h ''; printf 'about = "'; repeat 'abcdefghij' 1000000; printf '"\n'; } >h-one-text-of-ten-megabytes.toml
repeat '[' 10000 >h-nested-headers.toml
{ printf 'a = '; repeat '[' 10000; } >h-nested-arrays.toml
{ printf 'a = '; repeat '{ a = ' 10000; } >h-nested-tables.toml
{ printf 'a'; repeat '.a' 10000; printf ' = 1\n'; } >h-dotted-key.toml
{ head_of h ''; repeat '[[items]]
' 1000000; } >h-million-items.toml
{ head_of h ''; printf '%s' "$plain" | sed 's/Parce/\x00Parce/'; } >h-nul.toml
{ head_of h ''; printf '%s' "$plain" | sed 's/Parce/\xe2\x80\xaeParce/'; } >h-bidi.toml
{ head_of h ''; printf '%s' "$plain" | sed 's/Parce/Par\xe2\x80\x8bce/'; } >h-zero-width.toml
{ head_of h ''; printf 'about = "'; repeat $'\xe2\x80\xae' 100000; printf '"\n'; } >h-bidi-only.toml
{ head_of h ''; items 20000 '' | sed 's/^id = .*/id = "same"/'; } >h-one-id-20000-times.toml
# A file of a megabyte is read to its end: these stay just under.
{ head_of h ''; items 5000 '' | sed 's/^id = .*/id = "same"/'; } >h-limit-one-id.toml
{ head_of h ''; items 5000 'sources = ["none"]'; } >h-limit-items.toml
{ head_of h ''; items 5000 '' | sed 's/^ask = .*/aks = "?"/'; } >h-limit-unknown-keys.toml
{ head_of h ''; repeat '[[items]]
' 104000; } >h-limit-empty-items.toml
{ head_of h ''; printf 'about = "'; repeat $'\xe2\x80\xae' 349000; printf '"\n'; } >h-limit-bidi.toml
{ head_of h 'review_by = 2026-13-45'; printf '%s' "$plain"; } >h-bad-date.toml
{ head_of h ''; printf '\xff\xfe%s' "$plain"; } >h-no-utf8.toml

table() { # people, items
  awk -v people="$1" -v items="$2" 'BEGIN {
    state = 5
    printf "person"; for (i = 0; i < items; i++) printf ",q%d", i; print ""
    for (p = 0; p < people; p++) {
      theta = -6; for (n = 0; n < 12; n++) { state = (state * 16807) % 2147483647; theta += state / 2147483647 }
      printf "p%d", p
      for (i = 0; i < items; i++) {
        state = (state * 16807) % 2147483647
        printf ",%d", state / 2147483647 < 1 / (1 + exp((0.8 + 0.2 * (i % 5)) * (4 * i / items - 2 - theta)))
      }
      print ""
    }
  }'
}
table 10000 60 >large.csv
table 1500 20 >small.csv

failed=0
[ "$(stat -c %s h-limit-*.toml | sort -n | tail -1)" -le 1048576 ] || { stat -c "%s %n" h-limit-*; exit 1; }
printf '%-44s %8s %8s %8s %6s\n' what seconds 'at most' MB exit
run() { # name, seconds at most, wished exit, command…
  local name=$1 most=$2 wished=$3 best='' peak=0 code seconds kilobytes
  shift 3
  for _ in 1 2 3; do
    code=0
    /usr/bin/time -o spent -f '%e %M' "$@" >out 2>err || code=$?
    read -r seconds kilobytes <<<"$(tail -1 spent)"
    best=$(awk -v a="$seconds" -v b="${best:-99}" 'BEGIN { print (a < b ? a : b) }')
    peak=$((kilobytes > peak ? kilobytes : peak))
  done
  local verdict=''
  if [ "$code" != "$wished" ] || awk -v a="$best" -v b="$most" 'BEGIN { exit !(a > b) }' || [ "$peak" -gt 204800 ]; then
    verdict=' MISSED'
    failed=1
  fi
  printf '%-44s %8s %8s %8s %6s%s\n' "$name" "$best" "$most" "$((peak / 1024))" "$code" "$verdict"
}
run 'check, 500 questions, ten pools, judged' 0.1 0 "$crema" check big.toml
run 'check, 500 questions, two stages' 0.1 0 "$crema" check stages.toml
for file in h-*.toml; do
  name=${file#h-}
  run "check, ${name%.toml}" 0.2 1 "$crema" check "$file"
done
run 'stats, 10,000 x 60' 1 0 "$crema" stats --json large.csv
run 'calibrate rasch, 10,000 x 60' 5 0 "$crema" calibrate --model rasch --json large.csv
run 'calibrate 2pl, 1,500 x 20' 5 0 "$crema" calibrate --model 2pl --json small.csv
exit $failed
