#!/usr/bin/env bash
# The one script that talks to GitHub (gh) or GitLab (curl).
#   forge.sh comment FILE             the pull request's one comment, written or updated
#   forge.sh open-issue FILE TITLE    the one open issue, opened or updated
#   forge.sh close-issue FILE         closes that issue, if there is one
# The first line of FILE is an HTML comment. The script finds and updates the item that begins with it, if this pipeline wrote it:
# anyone could open an issue that begins like that. On GitHub, FORGE_USER names the author if it is not Actions itself.
set -euo pipefail
action=$1 file=$2 title=${3:-}
mark=$(head -n 1 "$file")

if [ "${GITLAB_CI:-}" = true ]; then
  text=description number=iid open=opened update=PUT closed=state_event=close
  comments=merge_requests/${CI_MERGE_REQUEST_IID:-}/notes
  comment_at() { echo "$comments/$1"; }
  # The token comes from stdin, so that no process list shows it.
  api() {
    local method=$1 path=projects/$CI_PROJECT_ID/$2
    shift 2
    call "$method" "$path" "$@"
  }
  call() {
    local method=$1 path=$2
    shift 2
    local fields=()
    for field in "$@"; do fields+=(--data-urlencode "$field"); done
    printf 'header = "PRIVATE-TOKEN: %s"\n' "$FORGE_TOKEN" |
      curl --config - --silent --show-error --fail-with-body --request "$method" "${fields[@]}" "$CI_API_V4_URL/$path"
  }
  from_file() { echo "$1@$2"; }
  own=$(call GET user | node -p 'JSON.parse(require("node:fs").readFileSync(0, "utf8")).username')
else
  text=body number=number open=open update=PATCH closed=state=closed
  pull=${GITHUB_REF:-}
  pull=${pull#refs/pull/}
  comments=issues/${pull%%/*}/comments
  comment_at() { echo "issues/comments/$1"; }
  api() {
    local method=$1 path=$2
    shift 2
    local fields=()
    for field in "$@"; do fields+=(-F "$field"); done
    gh api --method "$method" "repos/$GITHUB_REPOSITORY/$path" "${fields[@]}"
  }
  from_file() { echo "$1=@$2"; }
  own=${FORGE_USER:-github-actions[bot]}
fi

# Prints the number of our own item that begins with the first line; searches all pages.
find_marked() {
  local path=$1 property=$2 id=$3 page=1 found
  while true; do
    found=$(api GET "$path${4:+?state=$4}$([ -n "${4:-}" ] && echo '&' || echo '?')per_page=100&page=$page" |
      MARK=$mark OWN=$own node -e '
        const [property, id] = process.argv.slice(1);
        const items = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
        const author = ({ user, author }) => user?.login ?? author?.username;
        const isOwn = (one) => author(one) === process.env.OWN && (one[property] ?? "").startsWith(process.env.MARK);
        const item = items.find(isOwn);
        console.log(item?.[id] ?? (items.length < 100 ? "none" : "more"));
      ' "$property" "$id")
    case $found in
      none) return ;;
      more) page=$((page + 1)) ;;
      *) echo "$found" && return ;;
    esac
  done
}

# Forges accept at most 65,536 characters. Cut at the end of a line if possible, and never within a character.
fitting=$file.fitting
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const text = readFileSync(process.argv[1], "utf8");
  const begin = text.slice(0, 60000);
  const line = begin.lastIndexOf("\n");
  const cut = line > 50000 ? begin.slice(0, line) : begin.replace(/([\uD800-\uDBFF]|&#?\w{0,9})$/, "");
  writeFileSync(process.argv[2], text.length <= 60000 ? text : `${cut}\n\n(Cut here. The whole report is with the job.)\n`);
' "$file" "$fitting"

case $action in
  comment)
    id=$(find_marked "$comments" body id)
    if [ -n "$id" ]; then
      api "$update" "$(comment_at "$id")" "$(from_file body "$fitting")" > /dev/null
    else
      api POST "$comments" "$(from_file body "$fitting")" > /dev/null
    fi
    ;;
  open-issue)
    id=$(find_marked issues "$text" "$number" "$open")
    if [ -n "$id" ]; then
      api "$update" "issues/$id" "$(from_file "$text" "$fitting")" > /dev/null
      echo "Updated issue $id."
    else
      api POST issues "title=$title" "$(from_file "$text" "$fitting")" > /dev/null
      echo "Opened an issue."
    fi
    ;;
  close-issue)
    id=$(find_marked issues "$text" "$number" "$open")
    if [ -n "$id" ]; then
      api "$update" "issues/$id" "$closed" > /dev/null
      echo "Closed issue $id."
    fi
    ;;
  *)
    echo "forge.sh: unknown action $action" >&2
    exit 1
    ;;
esac
