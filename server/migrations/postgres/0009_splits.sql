CREATE TABLE "comparison_events" (
	"comparison" bigint NOT NULL,
	"event" text NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comparison_events_comparison_event_hash_pk" PRIMARY KEY("comparison","event","hash")
);
--> statement-breakpoint
CREATE TABLE "comparison_users" (
	"comparison" bigint NOT NULL,
	"run" text NOT NULL,
	"hash" text NOT NULL,
	"variant" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "comparison_users_comparison_run_hash_pk" PRIMARY KEY("comparison","run","hash")
);
--> statement-breakpoint
CREATE TABLE "comparisons" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "comparisons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"environment" text NOT NULL,
	"salt" text NOT NULL,
	"seq" bigint NOT NULL,
	"runs" text NOT NULL,
	"events" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_days" (
	"environment" text NOT NULL,
	"day" bigint NOT NULL,
	CONSTRAINT "report_days_environment_day_pk" PRIMARY KEY("environment","day")
);
--> statement-breakpoint
ALTER TABLE "unknown_asked" ADD COLUMN "askers" text;--> statement-breakpoint
ALTER TABLE "unknown_asked" ADD COLUMN "ignored_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ruleset_items" ADD COLUMN "changed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "comparisons_environment" ON "comparisons" USING btree ("environment");