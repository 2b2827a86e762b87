CREATE TABLE "experiment_events" (
	"experiment" bigint NOT NULL,
	"event" text NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "experiment_events_experiment_event_hash_pk" PRIMARY KEY("experiment","event","hash")
);
--> statement-breakpoint
CREATE TABLE "experiment_users" (
	"experiment" bigint NOT NULL,
	"switch" text NOT NULL,
	"hash" text NOT NULL,
	"variant" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "experiment_users_experiment_switch_hash_pk" PRIMARY KEY("experiment","switch","hash")
);
--> statement-breakpoint
CREATE TABLE "experiments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "experiments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"environment" text NOT NULL,
	"salt" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"samples" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reporters" (
	"environment" text NOT NULL,
	"instance" text NOT NULL,
	"sequence" bigint NOT NULL,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reporters_environment_instance_pk" PRIMARY KEY("environment","instance")
);
--> statement-breakpoint
CREATE TABLE "series" (
	"environment" text NOT NULL,
	"event" text NOT NULL,
	"minute" bigint NOT NULL,
	"totals" text NOT NULL,
	CONSTRAINT "series_environment_event_minute_pk" PRIMARY KEY("environment","event","minute")
);
--> statement-breakpoint
CREATE TABLE "trial_events" (
	"trial" bigint NOT NULL,
	"stage" bigint NOT NULL,
	"event" text NOT NULL,
	"counts" text NOT NULL,
	CONSTRAINT "trial_events_trial_stage_event_pk" PRIMARY KEY("trial","stage","event")
);
--> statement-breakpoint
CREATE TABLE "trial_exposed" (
	"trial" bigint NOT NULL,
	"hash" text NOT NULL,
	"canary" bigint NOT NULL,
	"control" bigint NOT NULL,
	CONSTRAINT "trial_exposed_trial_hash_pk" PRIMARY KEY("trial","hash")
);
--> statement-breakpoint
CREATE TABLE "trial_users" (
	"trial" bigint NOT NULL,
	"event" text NOT NULL,
	"hash" text NOT NULL,
	"stage" bigint NOT NULL,
	"arm" text NOT NULL,
	CONSTRAINT "trial_users_trial_event_hash_pk" PRIMARY KEY("trial","event","hash")
);
--> statement-breakpoint
CREATE TABLE "trials" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "trials_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"environment" text NOT NULL,
	"salt" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"last_report_at" timestamp (3) with time zone,
	"metrics" text NOT NULL,
	"measures" text NOT NULL,
	"baseline" text NOT NULL,
	"exposed" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "experiments_salt" ON "experiments" USING btree ("environment","salt");--> statement-breakpoint
CREATE INDEX "reporters_reported_at" ON "reporters" USING btree ("reported_at");--> statement-breakpoint
CREATE INDEX "series_minute" ON "series" USING btree ("minute");--> statement-breakpoint
CREATE UNIQUE INDEX "trials_salt" ON "trials" USING btree ("environment","salt");--> statement-breakpoint
CREATE INDEX "trials_ended" ON "trials" USING btree ("ended_at");