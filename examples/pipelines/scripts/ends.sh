#!/usr/bin/env bash
# Carries out the access that has ended in STACK: runs `pulumi up` if someone is overdue, and otherwise nothing. Needs a key that
# may write. Guards judge it as they judge any run; CLOUDONE_GUARD bounds it further.
set -euo pipefail
: "${STACK:?Set the variable ACCESS_STACK of the pipeline to the name of the stack.}"
export PATH="$PWD/node_modules/.bin:$PATH"

code=0
pulumi-cloudone drift --stack "$STACK" --only overdue || code=$?
# 0: no one is overdue. 1: the scan is incomplete, and nothing is written on incomplete data.
if [ "$code" != 2 ]; then exit "$code"; fi
pulumi up --stack "$STACK" --non-interactive --yes --skip-preview
