#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A PostgreSQL server for tests:  throw-away-postgres.sh [NAME=VALUE ...]
#
# Makes a server below a temporary folder, with the settings given, and prints its address. The lines "stop" and "start"
# on standard input stop it at once and start it again, and are answered by "stopped" and "started". When standard
# input ends, server and folder are taken away: whoever started it may be killed and leaves nothing behind.
set -eu

# The server refuses to run as root. The other user may not be able to read this file.
if [ "$(id -u)" = 0 ]; then
  exec runuser -u nobody -- sh -c "$(cat "$0")" "$0" "$@"
fi

bin=
for candidate in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
  [ -x "$candidate/initdb" ] && bin=$candidate/
done
if [ -z "$bin" ] && ! command -v initdb >/dev/null; then
  echo "PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)" >&2
  exit 1
fi

export LC_ALL=C.UTF-8
cd /
folder=$(mktemp -d /tmp/desk-postgres.XXXXXX)
# Tests kill programs, never the machine: what the system has been given is there afterwards, synced or not.
settings="-c listen_addresses= -c unix_socket_directories=$folder -c max_connections=200 -c shared_buffers=32MB -c fsync=off"
for setting in "$@"; do
  settings="$settings -c $setting"
done

control() {
  "${bin}pg_ctl" -D "$folder/data" -s -w -l "$folder/log" "$@" >>"$folder/control" 2>&1 </dev/null
}

start() {
  if ! control -o "$settings" start; then
    cat "$folder/control" "$folder/log" >&2
    exit 1
  fi
}

take_away() {
  trap - EXIT
  control -m immediate stop || true
  rm -rf "$folder"
}

trap take_away EXIT
trap 'exit 1' HUP INT TERM

"${bin}initdb" -D "$folder/data" -U desk -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/control" 2>&1 || {
  cat "$folder/control" >&2
  exit 1
}
start
echo "postgresql://desk@/postgres?host=$folder"

while read -r command; do
  case $command in
    stop)
      control -m immediate stop
      echo stopped
      ;;
    start)
      start
      echo started
      ;;
  esac
done
