//go:build pin

// Package actionlint pins the linter of workflow files.
package actionlint

import _ "github.com/rhysd/actionlint"
