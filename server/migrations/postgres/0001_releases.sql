CREATE TABLE "releases" (
	"environment" text NOT NULL,
	"number" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"entry" bigint NOT NULL,
	"checksum" text NOT NULL,
	CONSTRAINT "releases_environment_number_pk" PRIMARY KEY("environment","number")
);
--> statement-breakpoint
CREATE TABLE "asked" (
	"environment" text NOT NULL,
	"key" text NOT NULL,
	"last_asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "asked_environment_key_pk" PRIMARY KEY("environment","key")
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"environment" text NOT NULL,
	"instance" text NOT NULL,
	"sequence" bigint NOT NULL,
	"app" text,
	"version" text,
	"position" text,
	"reported_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "instances_environment_instance_pk" PRIMARY KEY("environment","instance")
);
--> statement-breakpoint
CREATE TABLE "unknown_asked" (
	"environment" text NOT NULL,
	"key" text NOT NULL,
	"count" bigint NOT NULL,
	"last_asked_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "unknown_asked_environment_key_pk" PRIMARY KEY("environment","key")
);
--> statement-breakpoint
CREATE TABLE "ruleset_items" (
	"environment" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "ruleset_items_environment_kind_key_pk" PRIMARY KEY("environment","kind","key")
);
--> statement-breakpoint
CREATE TABLE "switches" (
	"key" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"owner" text NOT NULL,
	"tags" text NOT NULL,
	"kind" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "instances_reported_at" ON "instances" USING btree ("reported_at");--> statement-breakpoint
CREATE INDEX "unknown_asked_last" ON "unknown_asked" USING btree ("environment","last_asked_at");