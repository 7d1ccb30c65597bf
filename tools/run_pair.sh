#!/usr/bin/env bash
# tools/run_pair.sh BUILD [--check]: a server and a client of the build folder BUILD, connected over loopback, with
# profiles that are thrown away. `./dev run` calls it; see there for what --check does.
set -euo pipefail

build=$1
mode=${2-}
if [[ -n $mode && $mode != --check ]]; then
  echo "run takes --check and nothing else" >&2
  exit 2
fi
if [[ -z ${DISPLAY-}${WAYLAND_DISPLAY-} ]]; then
  mode=--check
fi

place=$(mktemp -d "${TMPDIR:-/tmp}/landline.XXXXXX")
programs=()
cleanup() {
  ((${#programs[@]} == 0)) || kill "${programs[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$place"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# The port that the kernel would pick is known only to who listens; a window says it to people, not to us. So try.
free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 20000))
    listens_on "$port" || break
  done
  echo "$port"
}
listens_on() { grep -qi ": [0-9A-F]*:$(printf %04X "$1") [0-9A-F]*:0000 0A" /proc/net/tcp /proc/net/tcp6 2>/dev/null; }

show() {
  local port
  port=$(free_port)
  "$build/server/landline-server" --profile "$place/server" --save-dir "$place/received-by-server" \
    --listen "127.0.0.1:$port" --access open --name "Room 301" &
  programs+=($!)
  "$build/client/landline-client" --profile "$place/client" --save-dir "$place/received-by-client" \
    --connect "127.0.0.1:$port" --name "desk-7" &
  programs+=($!)
  echo "A server and a client are open, connected through 127.0.0.1:$port."
  echo "Profiles and received files are in $place and go when both windows are closed."
  wait "${programs[@]}"
}

fail() {
  echo "FAIL: $*"
  local log
  for log in "$place"/*.events "$place"/*.errors; do
    echo "--- ${log##*/}"
    tail -n 20 "$log" || true
  done
  exit 1
}

# await FILE PATTERN WHAT: until FILE has a line that matches PATTERN; prints that line.
await() {
  local deadline=$((SECONDS + 60))
  until grep -E -m 1 -- "$2" "$1"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.05
  done
}
expect() { await "$1" "$2" >/dev/null || fail "$3"; }
field() { sed -E "s/.*\"$1\":\"?([^\",}]*).*/\1/"; }

# pass FROM TO NAME PATH...: FROM sends a batch to TO, whom it knows as NAME, until both tell that all of it is stored.
pass() {
  local from=$1 to=$2 name=$3 who paths
  shift 3
  paths=$(printf ',"%s"' "$@")
  for who in "$from" "$to"; do
    : >"$place/$who.events"  # what is told from now on is of this batch
  done
  printf '{"command":"send","to":"%s","paths":[%s]}\n' "$name" "${paths:1}" >&"${commands[$from]}"
  for who in "$from" "$to"; do
    expect "$place/$who.events" '"event":"transfer-finished".*"failed":0' \
      "the batch from $from to $to is not finished for $who"
  done
}

# start NAME PROGRAM OPTION...: headless, with its events in NAME.events and its commands from descriptor of NAME.
start() {
  local name=$1 program=$2
  shift 2
  mkfifo "$place/$name.commands"
  : >"$place/$name.events"
  "$program" --headless --json --profile "$place/$name" --save-dir "$place/received-by-$name" --accept all "$@" \
    <"$place/$name.commands" >>"$place/$name.events" 2>"$place/$name.errors" &
  programs+=($!)
}

check() {
  local port server_events="$place/server.events" client_events="$place/client.events"
  echo "No windows: a server and two clients talk over loopback and are checked."
  start server "$build/server/landline-server" --listen 127.0.0.1:0 --access open --name "Room 301"
  exec {to_server}>"$place/server.commands"
  port=$(await "$server_events" '"event":"listening"' | field port) && [[ -n $port ]] || fail "the server does not listen"
  start client "$build/client/landline-client" --stay --connect "127.0.0.1:$port" --name desk-7
  exec {to_client}>"$place/client.commands"
  expect "$client_events" '"event":"connected"' "the client is not connected"
  expect "$server_events" '"event":"peer-joined".*"name":"desk-7"' "the server does not see the client"
  start other "$build/client/landline-client" --stay --connect "127.0.0.1:$port" --name desk-9
  exec {to_other}>"$place/other.commands"
  expect "$client_events" '"event":"peer-joined".*"name":"desk-9"' "the client does not see the other one"

  echo '{"command":"message","to":"server","text":"Hello from the client"}' >&"$to_client"
  echo '{"command":"message","to":"desk-7","text":"Hello from the server"}' >&"$to_server"
  expect "$server_events" '"event":"message".*"text":"Hello from the client"' "the client's message did not arrive"
  expect "$client_events" '"event":"message".*"text":"Hello from the server"' "the server's message did not arrive"
  expect "$client_events" '"event":"delivered"' "the client's message was not acknowledged"
  expect "$server_events" '"event":"delivered"' "the server's message was not acknowledged"

  mkdir -p "$place/folder/inner/empty"
  head -c 5000017 /dev/urandom >"$place/from-client.bin"
  head -c 3000029 /dev/urandom >"$place/from-server.bin"
  head -c 700001 /dev/urandom >"$place/folder/inner/some.bin"
  echo "a line" >"$place/folder/some text.txt"
  : >"$place/folder/nothing"
  local -A commands=([server]=$to_server [client]=$to_client)
  pass client server server "$place/from-client.bin" "$place/folder"
  pass server client desk-7 "$place/from-server.bin"
  pass client other desk-9 "$place/folder"
  cmp "$place/from-client.bin" "$place/received-by-server/from-client.bin" || fail "the client's file differs"
  cmp "$place/from-server.bin" "$place/received-by-client/from-server.bin" || fail "the server's file differs"
  diff -r "$place/folder" "$place/received-by-server/folder" || fail "the client's folder differs"
  diff -r "$place/folder" "$place/received-by-other/folder" || fail "the folder differs at the other client"

  echo '{"command":"quit"}' >&"$to_other"
  wait "${programs[2]}" || fail "the other client ended with exit code $?"
  echo '{"command":"quit"}' >&"$to_client"
  wait "${programs[1]}" || fail "the client ended with exit code $?"
  echo '{"command":"quit"}' >&"$to_server"
  wait "${programs[0]}" || fail "the server ended with exit code $?"
  programs=()
  echo "Messages and files each way, and a folder from client to client: delivered, stored and compared."
  echo "PASS"
}

if [[ $mode == --check ]]; then
  check
else
  show
fi
