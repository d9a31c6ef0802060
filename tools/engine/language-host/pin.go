//go:build pin

// Package languagehost pins the Node.js language host that goes with the command line.
package languagehost

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
