# Functions that the scripts share; sourced by them from the root of the repository.
# shellcheck shell=bash

set -euo pipefail

# The tools that cargo builds, at the versions that the scripts were tried with.
readonly NEXTEST_VERSION=0.9.151
readonly DENY_VERSION=0.20.2
readonly NODE_AT_LEAST=18

# Debian's interpreter: another python3 may come first in the path and lack Debian's modules.
readonly PYTHON=/usr/bin/python3

export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# What must be there already: these scripts install neither compilers nor Node.
need_prerequisites() {
    command -v cargo >/dev/null || fail "cargo is missing: install Rust 1.95 or later (rustup.rs)"
    command -v cc >/dev/null || fail "a C compiler is missing: apt-get install build-essential"
    command -v node >/dev/null || fail "Node is missing: apt-get install nodejs npm"
    command -v npm >/dev/null || fail "npm is missing: apt-get install npm"
    local major
    major=$(node --print 'process.versions.node.split(".")[0]')
    [ "$major" -ge "$NODE_AT_LEAST" ] || fail "Node $major is too old: $NODE_AT_LEAST or later is needed"
}

# As root, or as somebody who may become root without being asked for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_become_root() {
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# The folder with PostgreSQL's server programs, the newest version; empty when there is none.
# Debian keeps them out of the path.
postgres_bin() {
    local found='' candidate
    while IFS= read -r candidate; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then found=$candidate; fi
    done < <(compgen -G '/usr/lib/postgresql/*/bin' | sort -V)
    printf '%s' "$found"
}

# Installs the Debian packages that the tests need and that are not there yet.
need_packages() {
    local missing=()
    [ -n "$(postgres_bin)" ] || missing+=(postgresql)
    command -v chromium >/dev/null || missing+=(chromium)
    command -v chromedriver >/dev/null || missing+=(chromium-driver)
    command -v openssl >/dev/null || missing+=(openssl)
    [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
    "$PYTHON" -c 'import aiosmtpd' 2>/dev/null || missing+=(python3-aiosmtpd)
    "$PYTHON" -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
    [ -x /usr/sbin/postfix ] || missing+=(postfix)
    if [ ${#missing[@]} = 0 ]; then return; fi

    local install=(apt-get install --yes --no-install-recommends)
    if ! command -v apt-get >/dev/null || ! may_become_root; then
        echo "The tests need packages that only root can install. Please run:" >&2
        echo "    sudo apt-get update && sudo ${install[*]} ${missing[*]}" >&2
        exit 1
    fi
    say "Installing ${missing[*]}"
    local as_admin=(env DEBIAN_FRONTEND=noninteractive)
    as_root "${as_admin[@]}" apt-get update --quiet
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then
        # The tests make a cluster of their own: installing the server must not make, start and
        # leave behind another. The setting's file comes with postgresql-common.
        as_root "${as_admin[@]}" "${install[@]}" postgresql-common </dev/null
        as_root sed --in-place --regexp-extended \
            's/^#?[[:space:]]*create_main_cluster[[:space:]]*=.*/create_main_cluster = false/' \
            /etc/postgresql-common/createcluster.conf
        grep --quiet '^create_main_cluster = false' /etc/postgresql-common/createcluster.conf \
            || fail "could not keep postgresql from making a main cluster"
    fi
    if [[ " ${missing[*]} " == *" postfix "* ]]; then
        # The tests start a Postfix of their own, in folders of their own: installing it asks nothing,
        # configures nothing, and so starts nothing either.
        as_root debconf-set-selections <<<'postfix postfix/main_mailer_type select No configuration'
    fi
    # The tests start a mail server of their own: installing one must not start another, nor leave
    # it to start with the machine.
    local policy=/usr/sbin/policy-rc.d status=0 ours=no
    if [ ! -e "$policy" ]; then
        ours=yes
        # Also when we are interrupted: left behind, it would keep every service from starting.
        trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        as_root chmod 0755 "$policy"
    fi
    as_root "${as_admin[@]}" "${install[@]}" "${missing[@]}" </dev/null || status=$?
    if [ "$ours" = yes ]; then
        as_root rm "$policy"
        trap - EXIT
    fi
    if [ "$status" = 0 ] && [[ " ${missing[*]} " == *" dovecot-imapd "* ]] \
        && command -v systemctl >/dev/null; then
        as_root systemctl --quiet disable dovecot.service
    fi
    return "$status"
}

# Installs the cargo command $1 at version $2 unless some version of it is there. Built without
# optimisation: it takes a third of the time, and these tools do little themselves.
need_cargo_tool() {
    if cargo "$1" --version >/dev/null 2>&1; then return; fi
    say "Installing cargo-$1 $2"
    cargo install --locked --debug "cargo-$1" --version "$2"
}

# A folder for this run, gone when the script ends, however it ends.
make_scratch() {
    SCRATCH=$(mktemp --directory "${TMPDIR:-/tmp}/regiovraag-test.XXXXXX")
    trap clean_up EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

clean_up() {
    local status=$?
    trap - EXIT HUP INT TERM
    if [ -n "${SERVE:-}" ]; then
        kill "$SERVE" 2>/dev/null || true
        wait "$SERVE" 2>/dev/null || true
    fi
    if [ -n "${POSTGRES_DATA:-}" ] && [ -f "$POSTGRES_DATA/postmaster.pid" ]; then
        if ! as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_DATA" --mode=immediate stop \
            >/dev/null; then
            echo "could not stop the PostgreSQL in $POSTGRES_DATA" >&2
            exit 1
        fi
    fi
    rm --recursive --force "$SCRATCH"
    exit "$status"
}

# Runs a PostgreSQL program: it refuses to be run by root, who therefore hands it to the account
# that the package made.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec runuser --user postgres -- "$@")
    else
        "$@"
    fi
}

# Starts a PostgreSQL for this run alone, on a free port of the loopback interface, and exports
# REGIOVRAAG_TEST_POSTGRES_URL: its maintenance database, as a role that may make databases.
start_postgres() {
    POSTGRES_BIN=$(postgres_bin)
    local home="$SCRATCH/postgres" password
    mkdir "$home"
    password=$(od --address-radix=n --read-bytes=16 --format=x1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$home/password"
    if [ "$(id -u)" = 0 ]; then
        # The account must reach its folder, which nobody else needs to see into.
        chmod 0711 "$SCRATCH"
        chown --recursive postgres "$home"
    fi
    chmod 0700 "$home"

    POSTGRES_DATA="$home/data"
    # md5 rather than scram: the tests open a thousand connections, and unoptimised code takes its
    # time over scram's 4,096 rounds.
    as_postgres "$POSTGRES_BIN/initdb" --pgdata="$POSTGRES_DATA" --username=postgres \
        --auth=md5 --pwfile="$home/password" --encoding=UTF8 --locale=C.UTF-8 --no-sync \
        >"$SCRATCH/initdb.log" || { cat "$SCRATCH/initdb.log" >&2; fail "initdb failed"; }

    # Nobody can ask for "a free port" and then have it: try one, and another when it is taken.
    local port try
    for try in 1 2 3 4 5 6 7 8 9 10; do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        # Nothing here has to survive a power cut, only the tests' own killings of our processes.
        if as_postgres "$POSTGRES_BIN/pg_ctl" --pgdata="$POSTGRES_DATA" --log="$home/log" \
            --wait --silent start -o "-p $port -c listen_addresses=127.0.0.1 \
                -c unix_socket_directories=$home -c max_connections=300 -c shared_buffers=128MB \
                -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >/dev/null 2>&1; then
            export REGIOVRAAG_TEST_POSTGRES_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
            echo "PostgreSQL $("$POSTGRES_BIN/postgres" --version | cut --delimiter=' ' --fields=3)" \
                "is up on port $port (try $try)"
            return
        fi
    done
    tail --lines=20 "$home/log" >&2
    fail "PostgreSQL did not start on any of ten ports"
}

# Installs the npm packages that tests/$1 pins, once for each lock file, and exports $2: the folder that
# they are in. A test that needs them loads them from there.
need_npm_packages() {
    local lock hash folder draft
    lock=tests/$1/package-lock.json
    hash=$(sha256sum "$lock" | cut --characters=1-16)
    folder="${CARGO_TARGET_DIR:-target}/$1/$hash"
    if [ ! -d "$folder" ]; then
        say "Installing the packages of tests/$1"
        mkdir --parents "$(dirname "$folder")"
        # Beside its place and moved there: what was interrupted is not taken for the whole.
        draft=$(mktemp --directory "$folder.XXXXXX")
        cp "tests/$1/package.json" "$lock" "$draft"
        if ! (cd "$draft" && npm ci --ignore-scripts --no-audit --no-fund); then
            rm --recursive "$draft"
            fail "npm ci failed for $lock"
        fi
        mv --no-target-directory "$draft" "$folder" 2>/dev/null || rm --recursive "$draft"
    fi
    export "$2=$(realpath "$folder")"
}

# Installs Schemathesis as tests/schemathesis pins it, once for each list of pins, and sets SCHEMATHESIS:
# its program.
need_schemathesis() {
    local pins hash folder
    pins=tests/schemathesis/requirements.txt
    hash=$(sha256sum "$pins" | cut --characters=1-16)
    folder="$(realpath "${CARGO_TARGET_DIR:-target}")/schemathesis/$hash"
    # Programs of Python know where they stand: made in its place, and whole only with the mark.
    if [ ! -f "$folder/installed" ]; then
        say "Installing Schemathesis"
        rm --recursive --force "$folder"
        "$PYTHON" -m venv "$folder"
        "$folder/bin/pip" install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
            --require-hashes --requirement "$pins" || fail "pip failed for $pins"
        touch "$folder/installed"
    fi
    SCHEMATHESIS="$folder/bin/st"
}

# All that a test may lean on: packages, tools and a running PostgreSQL.
start_services() {
    need_prerequisites
    need_packages
    need_cargo_tool nextest "$NEXTEST_VERSION"
    # The OpenID Connect provider of the tests, and the rules of accessibility.
    need_npm_packages oidc REGIOVRAAG_TEST_OIDC
    need_npm_packages axe REGIOVRAAG_TEST_AXE
    make_scratch
    start_postgres
    export REGIOVRAAG_TEST_PYTHON="$PYTHON"
}
