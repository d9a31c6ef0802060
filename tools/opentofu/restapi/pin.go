//go:build pin

// Package restapi pins the community REST provider that the benchmark compares with.
package restapi

import _ "github.com/Mastercard/terraform-provider-restapi"
