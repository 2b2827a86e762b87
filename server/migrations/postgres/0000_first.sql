CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"roles" text NOT NULL,
	"person_id" text,
	"parent_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"roles" text NOT NULL,
	"password_hash" text,
	"is_disabled" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"started_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_links" (
	"hash" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deploy_log" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"environment" text,
	"app" text,
	"actor_id" text NOT NULL,
	"release" bigint,
	"reverts" bigint,
	"text" text NOT NULL,
	"entry" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_references" (
	"ref" text PRIMARY KEY NOT NULL,
	"digest" text NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "environments" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"publish_role" text NOT NULL,
	"confirm" boolean NOT NULL,
	"release" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sdk_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "signing_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "people_email" ON "people" USING btree ("email");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "deploy_log_release" ON "deploy_log" USING btree ("environment","release");--> statement-breakpoint
CREATE INDEX "deploy_log_reverts" ON "deploy_log" USING btree ("environment","reverts");--> statement-breakpoint
CREATE INDEX "deploy_log_kind" ON "deploy_log" USING btree ("kind","seq");--> statement-breakpoint
CREATE INDEX "deploy_log_environment" ON "deploy_log" USING btree ("environment","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "log_references_digest" ON "log_references" USING btree ("digest");--> statement-breakpoint
CREATE UNIQUE INDEX "sdk_keys_hash" ON "sdk_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "sdk_keys_environment" ON "sdk_keys" USING btree ("environment");--> statement-breakpoint
CREATE INDEX "signing_secrets_environment" ON "signing_secrets" USING btree ("environment");--> statement-breakpoint
CREATE FUNCTION "refuse_to_change_the_deploy_log"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The deploy log is append-only'; END $$;--> statement-breakpoint
CREATE TRIGGER "deploy_log_keeps_entries" BEFORE UPDATE OR DELETE OR TRUNCATE ON "deploy_log" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_to_change_the_deploy_log"();
