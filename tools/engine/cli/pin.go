//go:build pin

// Package cli pins the Pulumi command line that tools/engine builds where no release can be downloaded.
package cli

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
