# Runs a command and lets it outlive neither its end nor Polder's. Watchdog.java tells the whole story.
# $1: seconds between the polite and the forced end. The rest: the command.
# Standard input: a pipe whose only writer is Polder, so that its end of file is Polder's end.
grace=$1
shift

# The command gets a process group of its own, so that one signal reaches all that it starts.
if command -v setsid >/dev/null 2>&1; then
  own_group=setsid
else
  own_group=
  set -m
fi
exec 3<&0

# By its own number as well: Polder may end before the new group exists, or there may be none.
signal() {
  kill -s "$1" -- "-$child" || kill -s "$1" "$child"
}

$own_group sh -c 'echo "polder-watchdog child=$$"; exec "$@"' watchdog "$@" </dev/null 3<&- &
child=$!
trap '' HUP INT QUIT TERM

(
  while read -r line; do :; done
  signal TERM
  tenths=0
  while [ "$tenths" -lt "$((grace * 10))" ] && signal 0; do
    sleep 0.1 || sleep 1
    tenths=$((tenths + 1))
  done
  signal KILL
) <&3 3<&- >/dev/null 2>&1 &
reader=$!
# Only the reader holds the pipe now: should it die, Polder's next heartbeat finds the pipe broken.
exec </dev/null 3<&-

wait "$child"
status=$?
kill -s KILL "$reader" 2>/dev/null
kill -s KILL -- "-$child" 2>/dev/null
exit "$status"
