#!/bin/sh
# Everything that a machine can say yes or no to. Changes nothing.
set -u
export SECRET_KEY="${SECRET_KEY:-only-for-checks}" HTTPS=False VAR_DIR="${VAR_DIR:-$(mktemp -d)}"
BIN=.venv/bin
failed=""
run() {
    name=$1
    shift
    if output=$("$@" 2>&1); then echo "ok    $name"; else
        echo "FAIL  $name"
        printf '%s\n' "$output" | tail -40
        failed="$failed $name"
    fi
}
run format $BIN/ruff format --check .
run lint $BIN/ruff check .
run imports $BIN/lint-imports
run types $BIN/mypy .
run templates $BIN/djlint --lint templates
run django $BIN/python manage.py check
run migrations $BIN/python manage.py makemigrations --check --dry-run
run workflow-docs $BIN/python manage.py workflow_docs --check
run catalogue sh -c "$BIN/python manage.py catalogue validate fixtures/catalogue/*.yaml"
run messages $BIN/python scripts/messages.py --check
run compose env DB_PASSWORD=x SECRET_KEY=x $BIN/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
run dockerfile $BIN/hadolint Dockerfile
[ -z "$failed" ] || { echo "not in order:$failed"; exit 1; }
echo "all in order"
