//go:build pin

// Package cli pins the OpenTofu command line that the benchmark compares with.
package cli

import _ "github.com/opentofu/opentofu/cmd/tofu"
