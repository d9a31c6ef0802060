#!/usr/bin/env bash
# Ends overdue access in STACK, and does nothing else: if the program has other changes that still wait for a
# deployment, it stops and names them. If no one is overdue, nothing runs. Needs a key that may write. Guards judge this run like
# any other; CLOUDONE_GUARD limits it further.
set -euo pipefail
: "${STACK:?Set the variable ACCESS_STACK of the pipeline to the name of the stack.}"
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p pipeline
export PULUMI_EXPERIMENTAL=true
export PATH="$PWD/node_modules/.bin:$PATH"

code=0
pulumi-cloudone drift --stack "$STACK" --only overdue --format json --out pipeline/overdue.json || code=$?
# 0: no one is overdue. 1: the scan is incomplete, so write nothing.
if [ "$code" != 2 ]; then exit "$code"; fi
pulumi preview --stack "$STACK" --non-interactive --json --save-plan pipeline/plan.json > pipeline/ends.json
node "$scripts/ends-only.ts" pipeline/overdue.json pipeline/ends.json
bash "$scripts/apply.sh"
