#!/usr/bin/env bash
# Carries out pipeline/plan.json on STACK: the previewed plan, and nothing else.
set -euo pipefail
: "${STACK:?Set the variable ACCESS_STACK of the pipeline to the name of the stack.}"
export PULUMI_EXPERIMENTAL=true
pulumi up --stack "$STACK" --non-interactive --yes --skip-preview --plan pipeline/plan.json
