#!/usr/bin/env bash
# Previews STACK, keeps the plan in pipeline/plan.json, and says by name who would gain and lose what: in the pull request's one
# comment, or else in the job's summary. A key with the role read-only is enough. PULL_REQUEST_AUTHOR, with a file logins.json
# of logins and addresses, marks what the author would gain.
set -euo pipefail
: "${STACK:?Set the variable ACCESS_STACK of the pipeline to the name of the stack.}"
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p pipeline
rm -f pipeline/access.json pipeline/access.err pipeline/access.md
export PULUMI_EXPERIMENTAL=true
export PATH="$PWD/node_modules/.bin:$PATH"

code=0
pulumi preview --stack "$STACK" --non-interactive --json --save-plan pipeline/plan.json \
  > pipeline/preview.json 2> pipeline/preview.err || code=$?
cat pipeline/preview.err >&2
if [ "$code" = 0 ]; then
  access=0
  pulumi-cloudone access --stack "$STACK" --preview pipeline/preview.json --format json --out pipeline/access.json --quiet \
    2> pipeline/access.err || access=$?
  # Without this table, no one can review the change.
  if [ "$access" != 0 ] && [ "$access" != 2 ]; then code=1; fi
fi
node "$scripts/preview-report.ts" "$STACK" "$code" > pipeline/preview.md || code=1
cat pipeline/preview.md

if [ "${GITHUB_EVENT_NAME:-}" = pull_request ] || [ -n "${CI_MERGE_REQUEST_IID:-}" ]; then
  bash "$scripts/forge.sh" comment pipeline/preview.md
elif [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat pipeline/preview.md >> "$GITHUB_STEP_SUMMARY"
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
  if grep -q '^No changes\.' pipeline/preview.md; then changes=false; else changes=true; fi
  echo "changes=$changes" >> "$GITHUB_OUTPUT"
fi
exit "$code"
