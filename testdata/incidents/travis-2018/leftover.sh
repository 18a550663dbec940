#!/bin/bash
# run-specs [SPEC...]: empties the test database and runs the specs.
# DATABASE_URL leads to another database than the usual one.
set -uo pipefail

TEST_URL=postgres://localhost/builds_test
url=${DATABASE_URL:-$TEST_URL}

die() {
    echo "run-specs: $*" >&2
    exit 1
}

command -v rspec >/dev/null || die "rspec is not installed"

# Leftovers of the last run are fine, other people's work is not.
rows=$(psql -d "$TEST_URL" -At -c 'SELECT count(*) FROM users WHERE email NOT LIKE $$%@example.com$$') || die "the database does not answer"
[ "$rows" -eq 0 ] || die "$rows real users in the database"

psql -d "$url" -q -c 'TRUNCATE users, repositories, builds, jobs CASCADE' || die "cannot empty the database"

export DATABASE_URL=$url
exec rspec "$@"
