import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OpenTofu } from "../../../opentofu.ts";
import type { Phase } from "../scenario.ts";
import type { System } from "../system.ts";

const COMMANDS: Record<Phase, string[]> = {
  up: ["apply", "-auto-approve"],
  // Exit code 2 would mean a change.
  preview: ["plan", "-detailed-exitcode"],
  refresh: ["apply", "-refresh-only", "-auto-approve"],
  change: ["apply", "-auto-approve"],
  destroy: ["destroy", "-auto-approve"],
};

const PROVIDER = "terraform-provider-restapi";

const program = (url: string, more: string) => `
terraform {
  required_providers {
    restapi = { source = "mastercard/restapi" }
  }
}

variable "api_key" {
  type      = string
  sensitive = true
}

provider "restapi" {
  uri                  = "${url}"
  write_returns_object = true
  update_method        = "POST"
  headers = {
    Authorization  = "ApiKey \${var.api_key}"
    "Api-Version"  = "v1"
    "Content-Type" = "application/json"
  }
${more}
}

resource "restapi_object" "role" {
  for_each = jsondecode(file("roles.json"))
  path     = "/roles"
  data     = jsonencode(merge({ id = each.key }, each.value))
}
`;

/** OpenTofu with the community's REST provider and its defaults. */
export function opentofu({ tofu, providerFolder }: OpenTofu): System {
  return openTofuSystem("opentofu", tofu, providerFolder, "");
}

/** The same, limited to ten requests a second. */
export function opentofuLimited({ tofu, providerFolder }: OpenTofu): System {
  return openTofuSystem("opentofu-limited", tofu, providerFolder, "  rate_limit = 10");
}

function openTofuSystem(name: string, tofu: string, providerFolder: string, more: string): System {
  return {
    name,
    provider: PROVIDER,
    async prepare(folder, server) {
      await mkdir(join(folder, "home"));
      const configuration = join(folder, "tofu.rc");
      // The provider from its folder: no registry and no init needed.
      await writeFile(
        configuration,
        `provider_installation {\n  dev_overrides { "mastercard/restapi" = "${providerFolder}" }\n  direct {}\n}\n`,
      );
      await writeFile(join(folder, "main.tf"), program(server.url, more));
      return {
        declare: (roles) => writeFile(join(folder, "roles.json"), JSON.stringify(roles)),
        command: (phase) => ({ file: tofu, args: [...COMMANDS[phase], "-no-color", "-input=false"] }),
        env: {
          PATH: process.env.PATH,
          HOME: join(folder, "home"),
          TF_CLI_CONFIG_FILE: configuration,
          TF_VAR_api_key: server.apiKey,
          CHECKPOINT_DISABLE: "1",
        },
        stateFile: join(folder, "terraform.tfstate"),
      };
    },
  };
}
