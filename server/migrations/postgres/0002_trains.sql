CREATE TABLE "approvals" (
	"environment" text NOT NULL,
	"number" bigint NOT NULL,
	"actor_id" text NOT NULL,
	"actor" text NOT NULL,
	"content_hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approvals_environment_number_actor_id_pk" PRIMARY KEY("environment","number","actor_id")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"environment" text NOT NULL,
	"number" bigint NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"links" text NOT NULL,
	"author" text NOT NULL,
	"author_id" text NOT NULL,
	"status" text NOT NULL,
	"edits" text NOT NULL,
	"base" text NOT NULL,
	"base_release" bigint NOT NULL,
	"requires" text NOT NULL,
	"content_hash" text NOT NULL,
	"version" bigint NOT NULL,
	"release" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "changes_environment_number_pk" PRIMARY KEY("environment","number")
);
--> statement-breakpoint
CREATE TABLE "opt_ins" (
	"environment" text NOT NULL,
	"cohort" text NOT NULL,
	"user_key" text NOT NULL,
	"is_member" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "opt_ins_environment_cohort_user_key_pk" PRIMARY KEY("environment","cohort","user_key")
);
--> statement-breakpoint
CREATE TABLE "apps" (
	"environment" text NOT NULL,
	"app" text NOT NULL,
	"is_log_only" boolean NOT NULL,
	"share" bigint NOT NULL,
	CONSTRAINT "apps_environment_app_pk" PRIMARY KEY("environment","app")
);
--> statement-breakpoint
CREATE TABLE "code_deploys" (
	"environment" text NOT NULL,
	"id" text NOT NULL,
	"app" text NOT NULL,
	"version" text NOT NULL,
	"from_version" text,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"start_entry" bigint NOT NULL,
	"end_entry" bigint,
	"actor" text NOT NULL,
	"commits" text NOT NULL,
	"links" text NOT NULL,
	CONSTRAINT "code_deploys_environment_id_pk" PRIMARY KEY("environment","id")
);
--> statement-breakpoint
CREATE TABLE "candidates" (
	"environment" text PRIMARY KEY NOT NULL,
	"release" bigint NOT NULL,
	"entry" bigint NOT NULL,
	"salt" text NOT NULL,
	"by" text,
	"plan" text NOT NULL,
	"stage" bigint NOT NULL,
	"stage_since" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"edits" text NOT NULL,
	"reason" text,
	"train" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "princess" (
	"environment" text PRIMARY KEY NOT NULL,
	"group" bigint NOT NULL,
	"edits" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trains" (
	"environment" text PRIMARY KEY NOT NULL,
	"train" text NOT NULL,
	"version" bigint NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"hook" text NOT NULL,
	"environment" text NOT NULL,
	"app" text NOT NULL,
	"entry" bigint,
	"payload" text NOT NULL,
	"status" text NOT NULL,
	"attempts" bigint NOT NULL,
	"next_at" timestamp (3) with time zone,
	"outcome" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hooks" (
	"id" text PRIMARY KEY NOT NULL,
	"environment" text NOT NULL,
	"app" text NOT NULL,
	"url" text NOT NULL,
	"secret" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deploy_log" ADD COLUMN "settles" bigint;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "numbered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "environments" ADD COLUMN "rules" text;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "outcome" text DEFAULT 'arrived' NOT NULL;--> statement-breakpoint
ALTER TABLE "releases" ADD COLUMN "settled" bigint;--> statement-breakpoint
ALTER TABLE "instances" ADD COLUMN "channel" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
ALTER TABLE "sdk_keys" ADD COLUMN "channel" text DEFAULT 'live' NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_status" ON "changes" USING btree ("environment","status","number");--> statement-breakpoint
CREATE INDEX "changes_release" ON "changes" USING btree ("environment","release");--> statement-breakpoint
CREATE INDEX "opt_ins_seq" ON "opt_ins" USING btree ("environment","seq");--> statement-breakpoint
CREATE INDEX "opt_ins_user" ON "opt_ins" USING btree ("environment","user_key");--> statement-breakpoint
CREATE INDEX "code_deploys_app" ON "code_deploys" USING btree ("environment","app","end_entry");--> statement-breakpoint
CREATE INDEX "code_deploys_started" ON "code_deploys" USING btree ("environment","started_at");--> statement-breakpoint
CREATE INDEX "deliveries_hook" ON "deliveries" USING btree ("hook","created_at");--> statement-breakpoint
CREATE INDEX "deliveries_next" ON "deliveries" USING btree ("next_at");--> statement-breakpoint
CREATE INDEX "deliveries_entry" ON "deliveries" USING btree ("entry");--> statement-breakpoint
CREATE INDEX "hooks_app" ON "hooks" USING btree ("environment","app");--> statement-breakpoint
CREATE INDEX "deploy_log_settles" ON "deploy_log" USING btree ("settles");--> statement-breakpoint
CREATE INDEX "deploy_log_app" ON "deploy_log" USING btree ("app","seq");--> statement-breakpoint
CREATE INDEX "deploy_log_actor" ON "deploy_log" USING btree ("actor_id","seq");--> statement-breakpoint
CREATE INDEX "deploy_log_at" ON "deploy_log" USING btree ("at");
--> statement-breakpoint
UPDATE "environments" SET "numbered" = "release";
