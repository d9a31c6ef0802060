#!/usr/bin/env bash
# Carries out pipeline/plan.json on STACK: what was shown, and nothing else.
set -euo pipefail
export PULUMI_EXPERIMENTAL=true
pulumi up --stack "$STACK" --non-interactive --yes --skip-preview --plan pipeline/plan.json
