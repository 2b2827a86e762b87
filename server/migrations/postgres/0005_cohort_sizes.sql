CREATE TABLE "cohort_sizes" (
	"environment" text NOT NULL,
	"cohort" text NOT NULL,
	"members" bigint NOT NULL,
	CONSTRAINT "cohort_sizes_environment_cohort_pk" PRIMARY KEY("environment","cohort")
);
--> statement-breakpoint
CREATE TABLE "opt_in_sequences" (
	"environment" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"floor" bigint NOT NULL
);
