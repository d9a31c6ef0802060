#!/usr/bin/env bash
# Compares STACK with the live account. On drift it opens or updates one issue, and closes it when the account is clean.
# Without a forge, it prints the report and exits with the command's own code: 0 clean, 2 drift, 1 not finished.
# DRIFT_OPTIONS: more options, such as "--ignore drift-ignore.json --redact".
set -euo pipefail
: "${STACK:?Set the variable ACCESS_STACK of the pipeline to the name of the stack.}"
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p pipeline
rm -f pipeline/report.md
export PATH="$PWD/node_modules/.bin:$PATH"

code=0
# shellcheck disable=SC2086
pulumi-cloudone drift --stack "$STACK" --format markdown --out pipeline/report.md ${DRIFT_OPTIONS:-} || code=$?
if [ -e pipeline/report.md ]; then cat pipeline/report.md; fi
# An incomplete scan proves nothing: the issue stays as it is, and the job fails.
if [ "$code" != 0 ] && [ "$code" != 2 ]; then exit "$code"; fi
if [ "${GITHUB_ACTIONS:-}" != true ] && [ "${GITLAB_CI:-}" != true ]; then exit "$code"; fi

{
  echo "<!-- pulumi-cloudone drift $STACK -->"
  cat pipeline/report.md
} > pipeline/issue.md
if [ "$code" = 2 ]; then
  bash "$scripts/forge.sh" open-issue pipeline/issue.md "Cloud One drift: $STACK"
else
  bash "$scripts/forge.sh" close-issue pipeline/issue.md
fi
