#!/bin/sh
# An OCI runtime: runc, with CAP_SYS_RESOURCE taken out of every process it is asked to start.
#
# Where the machine's own bounding set lacks that capability, runc cannot grant it and `docker run --privileged` ends
# with "unable to apply caps". Docker asks for all capabilities by name, so the name has to go before runc reads it.
#
# Needs nothing but a POSIX shell, sed and runc: it runs beneath Docker, where neither Node.js nor jq is certain to be
# found, and jq 1.6 would round the 64-bit numbers of rlimits. Only arrays inside a "capabilities" object are edited;
# every other byte stays. Text in arguments or variables cannot look like that object, because JSON escapes its quotes.
set -eu

PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

drop_sys_resource() {
  [ -f "$1" ] || return 0
  edited=$(
    sed \
      -e ':slurp' -e '$!{' -e 'N' -e 'b slurp' -e '}' \
      -e ':drop' \
      -e 's/\("capabilities"[[:space:]]*:[[:space:]]*{[^{}]*\)"CAP_SYS_RESOURCE"[[:space:]]*,[[:space:]]*/\1/' -e 't drop' \
      -e 's/\("capabilities"[[:space:]]*:[[:space:]]*{[^{}]*\),[[:space:]]*"CAP_SYS_RESOURCE"/\1/' -e 't drop' \
      -e 's/\("capabilities"[[:space:]]*:[[:space:]]*{[^{}]*\)"CAP_SYS_RESOURCE"/\1/' -e 't drop' \
      "$1"
  )
  printf '%s\n' "$edited" >"$1"
}

subcommand=
bundle=.
process=
previous=
for argument; do
  case $subcommand:$previous in
    create:--bundle | create:-b | run:--bundle | run:-b) bundle=$argument ;;
    exec:--process | exec:-p) process=$argument ;;
  esac
  case $subcommand:$argument in
    :create | :run | :exec) subcommand=$argument ;;
    create:--bundle=* | create:-b=* | run:--bundle=* | run:-b=*) bundle=${argument#*=} ;;
    exec:--process=* | exec:-p=*) process=${argument#*=} ;;
  esac
  previous=$argument
done

case $subcommand in
  create | run) drop_sys_resource "$bundle/config.json" ;;
  exec) [ -z "$process" ] || drop_sys_resource "$process" ;;
esac

exec runc "$@"
