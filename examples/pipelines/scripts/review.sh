#!/usr/bin/env bash
# Keeps a report of who may do what in REPORTS, and opens or updates one issue with what changed since the previous report and
# who has been inactive for INACTIVE_DAYS. Without a forge, it prints that and exits with the command's own code.
set -euo pipefail
reports=${REPORTS:-reports}
days=${INACTIVE_DAYS:-90}
scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p pipeline "$reports"
rm -f pipeline/review.md
export PATH="$PWD/node_modules/.bin:$PATH"

now=$reports/$(date -u +%Y-%m-%dT%H%M%SZ).json
earlier=()
for file in "$reports"/*.json; do
  if [ -e "$file" ]; then earlier=(--since "$file"); fi
done

# An incomplete report proves nothing: none is kept, the issue stays as it is, and the job fails.
trap 'rm -f "$now.partial"' EXIT
pulumi-cloudone access --format json --out "$now.partial"
code=0
pulumi-cloudone access ${earlier[@]+"${earlier[@]}"} --inactive "$days" --format markdown --out pipeline/review.md || code=$?
if [ -e pipeline/review.md ]; then cat pipeline/review.md; fi
if [ "$code" != 0 ] && [ "$code" != 2 ]; then exit "$code"; fi
mv "$now.partial" "$now"
if [ "${GITHUB_ACTIONS:-}" != true ] && [ "${GITLAB_CI:-}" != true ]; then exit "$code"; fi

if [ "$code" = 2 ]; then
  {
    echo "<!-- pulumi-cloudone access review -->"
    cat pipeline/review.md
  } > pipeline/issue.md
  bash "$scripts/forge.sh" open-issue pipeline/issue.md "Cloud One access review"
fi
