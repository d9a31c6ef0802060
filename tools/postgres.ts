import { type PostgresServer, provisionPostgres, startPostgres } from "./postgres/server.ts";

export { type PostgresServer, provisionPostgres, startPostgres };

if (import.meta.main) {
  try {
    console.log(`PostgreSQL in ${await provisionPostgres(console.error)}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
